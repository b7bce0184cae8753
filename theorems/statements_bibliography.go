package theorems

import (
	"fmt"
	"slices"
	"strings"
)

// Work is a paper, a book or a program that statements are of. The zero value is none.
type Work struct {
	Cited  string // how a Statement's Reference cites it, such as "arXiv:2505.19046"
	Key    string // of the BibTeX entry
	Kind   string // of the BibTeX entry, such as "article"
	Title  string
	Author string
	Year   int
	Where  string // further fields, "name = {value}" separated by "; "; a preprint has its number
}

// BibTeX is the work's entry.
func (w *Work) BibTeX() string {
	var text strings.Builder
	fmt.Fprintf(&text, "@%s{%s,\n  title  = {%s},\n  author = {%s},\n  year   = {%d}", w.Kind, w.Key, w.Title, w.Author,
		w.Year)
	for field := range strings.SplitSeq(w.Where, "; ") {
		if name, value, found := strings.Cut(field, " = "); found {
			fmt.Fprintf(&text, ",\n  %-6s = %s", name, value)
		}
	}
	text.WriteString("\n}")
	return text.String()
}

// Words is the title as text, without the marks of BibTeX.
func (w *Work) Words() string {
	return strings.NewReplacer("{", "", "}", "", `$\pi^2/6$`, "π²/6").Replace(w.Title)
}

// Works are those that the statement's Reference cites, in its order: the first is the statement's source.
func (s *Statement) Works() []Work {
	var works []Work
	for _, w := range bibliography {
		if strings.Contains(s.Reference, w.Cited) {
			works = append(works, w)
		}
	}
	slices.SortStableFunc(works, func(a, b Work) int {
		return strings.Index(s.Reference, a.Cited) - strings.Index(s.Reference, b.Cited)
	})
	return works
}

// Bibliography lists the works that any of the statements cites, the paper whose statements are checked and this
// software first.
func Bibliography(statements []Statement) []Work {
	var cited []Work
	for _, w := range bibliography {
		if slices.ContainsFunc(statements, func(s Statement) bool { return strings.Contains(s.Reference, w.Cited) }) {
			cited = append(cited, w)
		}
	}
	return cited
}

// preprint is a work on arXiv.
func preprint(number, key, title, author string, year int) Work {
	cited := "arXiv:" + number
	return Work{cited, key, "article", title, author, year, "note = {" + cited + "}"}
}

// bibliography has every work that a Reference cites, in the order of Bibliography. A title is that of the first
// version where a later one has another; one in brackets describes a work of which no title was seen.
var bibliography = []Work{
	preprint("2505.19046", "barzilai2025collapse",
		"When Models Don't Collapse: On the Consistency of Iterative {MLE}", "Barzilai, Daniel and Shamir, Ohad", 2025),
	{ours, "itermle", "software",
		"itermle: a property-based verification suite for the theory of iterative maximum likelihood",
		"{The itermle authors}", 2026, ""},
	{"Neyman and E. L. Scott", "neyman1948consistent", "article",
		"Consistent Estimates Based on Partially Consistent Observations", "Neyman, Jerzy and Scott, Elizabeth L.",
		1948, "journal = {Econometrica}; volume = {16}"},
	{"Bahadur", "bahadur1958inconsistency", "article", "Examples of Inconsistency of Maximum Likelihood Estimates",
		"Bahadur, R. R.", 1958, "journal = {Sankhy{\\=a}}; volume = {20}"},
	{"Ferguson", "ferguson1982inconsistent", "article", "An Inconsistent Maximum Likelihood Estimate",
		"Ferguson, Thomas S.", 1982, "journal = {Journal of the American Statistical Association}; volume = {77}"},
	{"Newey and McFadden 1994", "newey1994large", "incollection", "Large Sample Estimation and Hypothesis Testing",
		"Newey, Whitney K. and McFadden, Daniel", 1994, "booktitle = {Handbook of Econometrics}; volume = {4}"},
	{"Tropp 2012", "tropp2012user", "article", "User-Friendly Tail Bounds for Sums of Random Matrices",
		"Tropp, Joel A.", 2012, "journal = {Foundations of Computational Mathematics}; volume = {12}"},
	preprint("1902.03736", "jin2019short",
		"A Short Note on Concentration Inequalities for Random Vectors with {SubGaussian} Norm",
		"Jin, Chi and Netrapalli, Praneeth and Ge, Rong and Kakade, Sham M. and Jordan, Michael I.", 2019),
	preprint("2305.17493", "shumailov2023curse",
		"The Curse of Recursion: Training on Generated Data Makes Models Forget",
		"Shumailov, Ilia and Shumaylov, Zakhar and Zhao, Yiren and Gal, Yarin and Papernot, Nicolas and Anderson, Ross",
		2023),
	preprint("2307.01850", "alemohammad2023mad", "Self-Consuming Generative Models Go {MAD}",
		"Alemohammad, Sina and others", 2023),
	preprint("2310.00429", "bertrand2023stability",
		"On the Stability of Iterative Retraining of Generative Models on their own Data",
		"Bertrand, Quentin and others", 2023),
	preprint("2402.07712", "dohmatob2024demystified", "Model Collapse Demystified: The Case of Regression",
		"Dohmatob, Elvis and Feng, Yunzhen and Kempe, Julia", 2024),
	preprint("2404.01413", "gerstgrasser2024inevitable", "Is Model Collapse Inevitable? Breaking the Curse of "+
		"Recursion by Accumulating Real and Synthetic Data", "Gerstgrasser, Matthias and others", 2024),
	preprint("2404.02325", "marchi2024heat", "Heat Death of Generative Models in Closed-Loop Learning",
		"Marchi, Matteo and others", 2024),
	preprint("2404.05090", "seddik2024bad",
		"How Bad is Training on Synthetic Data? A Statistical Analysis of Language Model Collapse",
		"Seddik, Mohamed El Amine and others", 2024),
	preprint("2410.04840", "dohmatob2024strong", "Strong Model Collapse", "Dohmatob, Elvis and others", 2024),
	preprint("2410.16713", "kazdan2024thrive",
		"Collapse or Thrive? Perils and Promises of Synthetic Data in a Self-Generating World",
		"Kazdan, Joshua and others", 2024),
	preprint("2410.22812", "dey2024universality", "Universality of the {$\\pi^2/6$} Pathway in Avoiding Model Collapse",
		"Dey, Apratim and Donoho, David", 2024),
	preprint("2412.17646", "suresh2024rate", "Rate of Model Collapse in Recursive Training",
		"Suresh, Ananda Theertha and Thangaraj, Andrew and Khandavally, Aditya Nanda Kishore", 2024),
	preprint("2502.18049", "he2025golden", "Golden Ratio Weighting Prevents Model Collapse",
		"He, Hengzhi and Xu, Shirong and Cheng, Guang", 2025),
	preprint("2505.13947", "xu2025probabilistic", "A Probabilistic Perspective on Model Collapse",
		"Xu, Shirong and He, Hengzhi and Cheng, Guang", 2025),
	preprint("2505.21677", "vu2025recursively",
		"What Happens When Generative {AI} Models Train Recursively on Each Others' Outputs?",
		"Vu, Hung Anh and Reeves, Galen and Wenger, Emily", 2025),
	preprint("2506.20623", "jangjoo2025lost",
		"Lost in Retraining: Roaming the Parameter Space of Exponential Families Under Closed-Loop Learning",
		"Jangjoo, Fariba and Marsili, Matteo and Roudi, Yasser", 2025),
	preprint("2509.20101", "benati2025extinction", "First-Extinction Law for Resampling Processes",
		"Benati and Londei and Lanzieri and Loreto", 2025),
	preprint("2509.22341", "garg2025preventing", "Preventing Model Collapse Under Overparametrization: Optimal Mixing "+
		"Ratios for Interpolation Learning and Ridge Regression", "Garg, A. and Bhattacharya, S. and Sur, P.", 2025),
	preprint("2510.16657", "yi2025escaping", "Escaping Model Collapse via Synthetic Data Verification: Near-term "+
		"Improvements and Long-term Convergence", "Yi, Bingji and Liu, Qiyuan and Cheng, Yuwei and Xu, Haifeng", 2025),
	preprint("2511.09002", "zhao2025curation", "Convergence and Stability Analysis of Self-Consuming Generative "+
		"Models with Heterogeneous Human Curation", "Zhao and Fu and Pham", 2025),
	preprint("2512.00757", "han2025contraction",
		"Preventing Model Collapse via Contraction-Conditioned Neural Filters", "Han, Z. and others", 2025),
	preprint("2601.15468", "amin2026limitations", "Learning from Synthetic Data: Limitations of {ERM}",
		"Amin and Bie and Kong and Syed and Vassilvitskii", 2026),
	preprint("2602.10531", "bakshi2026improvement", "From Collapse to Improvement: Statistical Perspectives on the "+
		"Evolutionary Dynamics of Iterative Training on Contaminated Sources", "Bakshi and Chakraborty", 2026),
	preprint("2602.14029", "wu2026self", "Why Self-Training Helps and Hurts", "Wu and Yang and Sun", 2026),
	preprint("2602.16065", "wang2026contamination", "Can Generative Artificial Intelligence Survive Data "+
		"Contamination? Theoretical Guarantees under Contaminated Recursive Training",
		"Wang, Kevin and Niu, Hongqian and Li, Didong", 2026),
	preprint("2602.16601", "khelifa2026error",
		"Error Propagation and Model Collapse in Diffusion Models: A Theoretical Study",
		"Khelifa, Nail B. and Turner, Richard E. and Venkataramanan, Ramji", 2026),
	preprint("2605.07724", "falahati2026curated", "Curated Synthetic Data Doesn't Have to Collapse: A Theoretical "+
		"Study of Generative Retraining with Pluralistic Preferences", "Falahati and Amiri and Larson and Golab", 2026),
	preprint("2606.13732", "qiao2026selection", "When Sample Selection Bias Precipitates Model Collapse",
		"Qiao, Xinbao and others", 2026),
	preprint("2606.13796", "khelifa2026limiting",
		"Recursively Trained Diffusion Models: Limiting Collapse Distribution and Spectral Characterization",
		"Khelifa, Nail B. and Turner, Richard E. and Venkataramanan, Ramji", 2026),
	preprint("2609.18878", "closed2026loop", "[A sequel to Heat Death of Generative Models in Closed-Loop Learning]",
		"{[authors not seen]}", 2026),
	{"Kanabar and Gastpar (2026)", "kanabar2026recursive", "unpublished",
		"[Recursive discrete estimation from watermarked or masked data]", "Kanabar and Gastpar", 2026,
		"note = {cites arXiv:2505.19046}"},
}
