package theorems
import ("testing";"time")
func TestRestateTmp(t *testing.T){
 for _,c:=range []Claim{certificateGeneral(),certificateNatural(),certificateChernoff(),certificateApproximate()} {
  for _,s:=range c.Fixed(Quick){ b:=time.Now(); o,err:=s.Experiment.(Deterministic).Decide(); t.Log(c.ID,s.Name,o.Verdict,o.Cases,o.Evidence,o.Counterexample,err,time.Since(b)) }
  for _,m:=range c.Mutants(){ o,err:=m.Scenario.Experiment.(Deterministic).Decide(); t.Log(c.ID,m.Name,o.Verdict,o.Counterexample,err) }
 }
}
