package filter

// Short returns a filter equal to e in fewer words, in the order of e: a combinator of one operand is that operand, a Not of a
// Not what it holds, and And in And and Or in Or become one. It is nil if e holds for everything.
func Short(e *Expr) *Expr {
	if e == nil {
		return nil
	}
	if e = short(e); e.Op == And && len(e.Operands) == 0 {
		return nil
	}
	return e
}

func short(e *Expr) *Expr {
	switch e.Op {
	case And, Or:
		var operands []*Expr
		for _, operand := range e.Operands {
			if operand = short(operand); operand.Op == e.Op {
				operands = append(operands, operand.Operands...)
			} else {
				operands = append(operands, operand)
			}
		}
		if len(operands) == 1 {
			return operands[0]
		}
		return &Expr{Op: e.Op, Operands: operands}
	case Not:
		operand := short(e.Operands[0])
		if operand.Op == Not {
			return operand.Operands[0]
		}
		return &Expr{Op: Not, Operands: []*Expr{operand}}
	}
	return e
}
