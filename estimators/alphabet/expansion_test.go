package alphabet

import (
	"math/rand/v2"
	"testing"
)

// overlap says whether two enclosures of one number may both be right.
func overlap(a, b enclosure) bool { return a.Lo <= b.Hi && b.Lo <= a.Hi }

// The expansion over a box holds that at each of its points: the series of log p_θ(k), p, I and its slope, and
// the least eigenvalue. An enclosure cut to the middle half, and one without its reach, do not: the mutants.
func TestExpansionEncloses(t *testing.T) {
	halved, still, all := 0, 0, 0
	instances(t, 60, 6, nil, func(t *testing.T, i Instance, random *rand.Rand) {
		theta := i.everywhere(random)
		box := make([]enclosure, len(theta))
		for j, v := range theta {
			width := 0.2 * random.Float64()
			share := random.Float64()
			box[j] = enclosure{Lo: v - share*width, Hi: v + (1-share)*width}
		}
		over, at := i.Family.expand(box, 3), i.Family.expand(points(theta), 3)
		centre := i.Family.expand(points(middle(box)), 3)
		check := func(what string, wide, narrow, middle enclosure) {
			if !overlap(wide, narrow) {
				t.Errorf("%s at %v in %v: %v, over the box %v", what, theta, box, narrow, wide)
			}
			all++
			quarter := wide.Width() / 4
			if !overlap(enclosure{Lo: wide.Lo + quarter, Hi: wide.Hi - quarter}, narrow) {
				halved++
			}
			if !overlap(middle, narrow) {
				still++
			}
		}
		for k := range i.Family.Letters() {
			check("p", over.p[k], at.p[k], centre.p[k])
			wide, narrow, middle := over.log(k), at.log(k), centre.log(k)
			for j := range wide {
				check("log p", wide[j], narrow[j], middle[j])
			}
		}
		wide, narrow, middle := over.information(), at.information(), centre.information()
		for e := range wide {
			for j := range wide[e] {
				check("information", wide[e][j], narrow[e][j], middle[e][j])
			}
		}
		if least := over.least(); least.Lo > at.least().Hi {
			t.Errorf("λ_min ≥ %g over %v, %v at %v", least.Lo, box, at.least(), theta)
		}
	})
	t.Logf("%d enclosures; %d miss in the middle half, %d without their reach", all, halved, still)
	if halved < all/200 || still < all/2 {
		t.Errorf("of %d enclosures %d miss without their reach and %d in the middle half", all, still, halved)
	}
}
