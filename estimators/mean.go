package estimators

// Mean is the average of x, not empty, by a fixed-order sum about the first sample, so a large common offset costs no
// digits. Where the differences overflow, the samples are divided before they are added: the average of finite numbers
// is finite.
func Mean(x []float64) float64 {
	first, n, sum := x[0], float64(len(x)), 0.0
	for _, v := range x {
		sum += v - first
	}
	if average := first + sum/n; average-average == 0 {
		return average
	}
	sum = 0
	for _, v := range x {
		sum += v / n
	}
	return sum
}

// columnMeans is Mean for each column of the n×d samples x, d the length of dst.
func columnMeans(dst, x []float64) {
	d := len(dst)
	clear(dst)
	first := x[:d]
	for row := x[d:]; len(row) >= d; row = row[d:] {
		for j, v := range row[:d] {
			dst[j] += v - first[j]
		}
	}
	n := float64(len(x) / d)
	for j := range dst {
		dst[j] = x[j] + dst[j]/n
	}
}

// MergeMeans is StatisticFamily.Merge for a statistic of plain averages: pool ← pool + w (batch − pool), w the batch's
// share. The product is rounded before it is added, on processors that could fuse the two as well: an average of counts
// is often a tie of a sampler, such as a whole mean of its Poisson, and then the last bit decides what is drawn.
func MergeMeans(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
	if poolWeight == 0 {
		copy(pool, batch)
		return
	}
	share := batchWeight / (poolWeight + batchWeight)
	for i, x := range batch {
		pool[i] += float64(share * (x - pool[i]))
	}
}

// MergeMoments is StatisticFamily.Merge for the statistic (x̄, s²), s² the mean square about x̄: s² gains the scatter
// between the two averages (Chan, Golub and LeVeque 1979),
//
//	s² ← (1−w) s² + w s_b² + w(1−w)(x̄_b − x̄)²,   w the batch's share
func MergeMoments(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
	if poolWeight == 0 {
		pool[0], pool[1] = batch[0], batch[1]
		return
	}
	share := batchWeight / (poolWeight + batchWeight)
	rest := poolWeight / (poolWeight + batchWeight)
	difference := batch[0] - pool[0]
	pool[0] += share * difference
	pool[1] = rest*pool[1] + share*batch[1] + share*rest*difference*difference
}

// MeanStatistic is embedded by a family on R whose statistic is the average of the samples.
type MeanStatistic struct{}

// StatisticDim is 1.
func (MeanStatistic) StatisticDim() int { return 1 }

// Summarize stores Mean.
func (MeanStatistic) Summarize(dst, x []float64) { dst[0] = Mean(x) }

// Merge is MergeMeans.
func (MeanStatistic) Merge(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
	MergeMeans(pool, poolWeight, batch, batchWeight)
}

// Averages is embedded by a family whose statistic is a vector of so many averages of functions of one sample.
type Averages int

// StatisticDim is the number of averages.
func (a Averages) StatisticDim() int { return int(a) }

// Merge is MergeMeans.
func (Averages) Merge(pool []float64, poolWeight float64, batch []float64, batchWeight float64) {
	MergeMeans(pool, poolWeight, batch, batchWeight)
}

// averageAsMean is FitStatistic of a family whose MLE is the average, unless that leaves Θ.
func averageAsMean(family Family, dst, statistic []float64) error {
	if err := family.Check(statistic); err != nil {
		return &NoMLEError{Family: family.Name(), Reason: "the average leaves Θ: " + err.Error()}
	}
	copy(dst, statistic)
	return nil
}

// averageAsCount is FitStatistic of a family on {0, 1, …} whose MLE is the average.
func averageAsCount(d *Description, dst, statistic []float64) error {
	if !(statistic[0] <= maxCountMean) {
		return d.noMLE("the average exceeds 2^53, the largest μ")
	}
	// Averaging may round below the end.
	dst[0] = max(statistic[0], 0)
	return nil
}

// FitByStatistic is Fit of a StatisticFamily: the estimate of the pooled statistic. Weighted samples are summarized one
// by one, so it is also the slow second implementation that the pools are checked against.
//
// Errors: ErrEmptyPool, *SampleError for data outside the support, and those of FitStatistic.
func FitByStatistic(family StatisticFamily, dst, from []float64, data Data) error {
	m := family.SampleDim()
	if len(data.X) < m {
		return ErrEmptyPool
	}
	if err := checkSamples(family, data.X); err != nil {
		return err
	}
	pooled := make([]float64, family.StatisticDim())
	if data.W == nil {
		family.Summarize(pooled, data.X)
		return family.FitStatistic(dst, from, pooled)
	}
	one := make([]float64, family.StatisticDim())
	weight := 0.0
	for i, w := range data.W {
		family.Summarize(one, data.X[i*m:(i+1)*m])
		family.Merge(pooled, weight, one, w)
		weight += w
	}
	return family.FitStatistic(dst, from, pooled)
}
