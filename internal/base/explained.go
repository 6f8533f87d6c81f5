package base

// ExplainedError is an error whose diagnostic is written where more is known of it than here.
type ExplainedError struct {
	Cause  error
	Detail string // of the diagnostic
}

func (e *ExplainedError) Error() string { return e.Cause.Error() }

func (e *ExplainedError) Unwrap() error { return e.Cause }
