package estimators

// Trial is one replicate of an experiment: a function of the stream and the replicate alone, so that its value does
// not depend on which worker performs it, or when.
type Trial[R any] func(s *Stream, replicate uint64) (R, error)

// Trials makes one worker's trial. The trial may keep a pool and other storage of its own from replicate to
// replicate, and is not safe for concurrent use; each worker makes its own.
type Trials[R any] func() (Trial[R], error)
