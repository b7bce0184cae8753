package theorems

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// How many comparisons stand behind each claim that is decided without chance is part of what is checked: a loop that
// ends early still finds everything in order. The numbers are those of the fixed scenarios at profile quick.
func TestCasesCompared(t *testing.T) {
	want := map[string]int{
		"alemohammad-biased": 12, "alemohammad-fixed": 15, "bakshi-fixed-size": 9, "bertrand-mean": 2,
		"bertrand-stability": 4, "dohmatob-linear": 1, "dohmatob-strong": 6, "falahati-curation": 2700,
		"garg-fixed-labels": 4, "garg-ridge": 3, "garg-weighted": 9, "gerstgrasser-fresh": 1, "han-constant": 2,
		"he-golden": 12, "he-weighted": 2, "jangjoo-regularised": 10, "kanabar-bound": 2, "kanabar-debiased": 3,
		"khelifa-limit": 16, "law-laplace-scale-exact": 18, "marchi-divergence": 19, "marchi-floor": 1800,
		"marchi-temperature": 24003, "seddik-mixing": 2, "seddik-vocabulary": 4, "shumailov-sizes": 4,
		"vu-interacting": 10, "wang-rate": 6, "wu-isotropic": 5, "wu-u-shape": 1, "xu-schedule": 6,
		"zhao-anchor":              3001,
		"alemohammad-augmentation": 4, "alemohammad-fresh": 8, "dey-donoho-subsample": 2,
		"dey-donoho-subsample-exact": 2,
		"gerstgrasser-accumulate":    25, "gerstgrasser-replace": 1, "gerstgrasser-replace-multiple": 1,
		"kanabar-erasure": 1, "kanabar-erasure-printed": 1, "kanabar-symmetric": 2, "kazdan-kernel": 2,
		"seddik-collision": 2, "seddik-degeneration": 6, "seddik-degeneration-sharp": 3, "seddik-deviation": 6,
		"seddik-limit": 14, "seddik-partial": 1, "seddik-partial-printed": 2, "seddik-sampled": 2, "seddik-time": 6,
		"shumailov-discrete": 11, "suresh-gaussian": 4, "suresh-unigram": 2, "xu-improvement": 3,
		"certificate-approximate": 3318, "certificate-chernoff": 3310, "certificate-exact": 66,
		"certificate-extremes": 989, "certificate-general": 5928, "certificate-mixture": 263,
		"certificate-natural": 3359, "certificate-smooth": 988, "certificate-vector": 832,
		"corollary-A.1": 64, "figure-1-growth": 297, "figure-2-growth": 297, "figure-3-growth": 297,
		"finding-13": 2, "finding-14": 1,
		"finding-4": 5, "finding-4-repaired": 5, "finding-6": 2, "finding-7": 24, "law-contaminated-best": 6,
		"law-contaminated-phases": 10, "law-contaminated-pool-exact": 6, "law-diversity": 4, "law-first-extinction": 4,
		"law-first-extinction-printed": 2, "law-fresh-chi-square": 2,
		"law-fresh-share-exact": 20, "law-fresh-threshold": 10,
		"law-fresh-threshold-exact": 2, "law-fresh-threshold-law": 2, "law-golden-weight-exact": 148,
		"law-selection-exponent": 15, "law-unbiased-variance-exact": 6, "law-verifier-contraction": 17,
		"law-gaussian": 6, "law-inflation-universal": 3, "law-morris-limit": 66, "law-morris-variance-exact": 374,
		"law-polya-urn": 48, "law-replace-exact": 92, "law-replace-fixation": 3, "law-schedule": 8,
		"law-schedule-equal": 12, "law-schedule-growth": 3, "law-schedule-supremum": 18, "lemma-C.1": 1712,
		"lemma-C.5": 432, "lemma-jin-4": 12, "lemma-jin-4-even": 300, "lemma-jin-4-repaired": 84447,
		"lemma-kl-expansion": 288, "lemma-pinsker": 601, "theorem-B.1-constant": 165894,
		"theorem-B.1-elementary": 6799,
	}
	got := map[string]int{}
	for _, claim := range Claims() {
		for _, s := range claim.Fixed(Quick) {
			e, decided := s.Experiment.(Deterministic)
			if !decided || s.Unmet != "" || strings.HasPrefix(claim.ID, "theorem-4.1") {
				continue
			}
			out, err := e.Decide()
			if err != nil {
				t.Fatalf("%s, %s: %v", claim.ID, s.Name, err)
			}
			got[claim.ID] += out.Cases
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("comparisons wanted (−) and made (+):\n%s", diff)
	}
}
