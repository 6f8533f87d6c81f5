package routing

import (
	"slices"
	"sync"

	"github.com/crillab/gophersat/solver"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/filter"
)

// maxSteps bounds the search for one answer: so many contradictions may be met. Filters that people write meet a few.
const maxSteps = 5_000

// atom is what a filter asks of a subject and cannot be taken apart: a test of a field, or a raw node.
type atom struct {
	field, attribute string
	test             filter.Test
	raw              string
}

// problem is a filter as clauses over atoms, in one reading: satisfiable exactly if some subject matches.
type problem struct {
	reading filter.Reading
	open    bool                  // raw nodes may hold or not, as suits; else none helps
	free    map[*filter.Expr]bool // leaves that may hold or not, as suits
	clauses [][]int
	vars    int
	atoms   map[atom]int
	tooMany bool // more comparisons of one field than can be compared with each other
}

// outcome is what the search found; spent means that it ended without a result.
type outcome int8

const (
	spent outcome = iota
	impossible
	possible
)

// search looks for a model of e.
func (p *problem) search(e *filter.Expr) ([]bool, outcome) {
	p.atoms = map[atom]int{}
	p.clause(p.literal(e, true))
	p.relate()
	if p.tooMany {
		return nil, spent
	}
	return bounded(p.clauses, p.vars)
}

// solving is held while a solver runs: those of gophersat 1.4 write what they learn into one buffer, so two at once find what is not
// true.
var solving sync.Mutex

// bounded runs the solver. It has no limit of its own, but reports each clause that it learns; closing the channel for
// these ends it with a panic. Any other panic in there would be no result either.
func bounded(clauses [][]int, vars int) (model []bool, result outcome) {
	solving.Lock()
	defer solving.Unlock()
	s := solver.New(solver.ParseSliceNb(clauses, vars))
	s.Certified, s.CertChan = true, make(chan string)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if recover() != nil {
				result = spent
			}
		}()
		switch s.Solve() {
		case solver.Sat:
			model, result = s.Model(), possible
		case solver.Unsat:
			result = impossible
		}
	}()
	for range maxSteps {
		select {
		case <-s.CertChan:
		case <-done:
			return model, result
		}
	}
	close(s.CertChan)
	<-done
	return model, result
}

// literal returns a literal that implies that e holds, or that it does not.
func (p *problem) literal(e *filter.Expr, holds bool) int {
	if p.free[e] {
		return p.fresh()
	}
	var literals []int
	switch e.Op {
	case filter.Not:
		return p.literal(e.Operands[0], !holds)
	case filter.And, filter.Or:
		for _, operand := range e.Operands {
			literals = append(literals, p.literal(operand, holds))
		}
		return p.join((e.Op == filter.And) == holds, literals)
	case filter.Equals, filter.Contains, filter.In:
		for _, test := range p.reading.Tests(e) {
			literals = append(literals, p.atom(atom{e.Field, e.Attribute, test, ""}, holds))
		}
		return p.join(!holds, literals)
	}
	if !p.open {
		return p.join(false, nil)
	}
	return p.atom(atom{raw: filter.Key(e)}, holds)
}

func (p *problem) atom(a atom, holds bool) int {
	if p.atoms[a] == 0 {
		p.atoms[a] = p.fresh()
	}
	if !holds {
		return -p.atoms[a]
	}
	return p.atoms[a]
}

// join returns a literal that implies all of the literals, or any.
func (p *problem) join(all bool, literals []int) int {
	if len(literals) == 1 {
		return literals[0]
	}
	joined := p.fresh()
	if !all {
		p.clause(append(literals, -joined)...)
		return joined
	}
	for _, literal := range literals {
		p.clause(-joined, literal)
	}
	return joined
}

func (p *problem) fresh() int {
	p.vars++
	return p.vars
}

// clause adds a clause, each literal once as the solver wants it.
func (p *problem) clause(literals ...int) {
	slices.Sort(literals)
	literals = slices.Compact(literals)
	for _, literal := range literals {
		if _, always := slices.BinarySearch(literals, -literal); always {
			return
		}
	}
	p.clauses = append(p.clauses, literals)
}

// suppose returns e with each raw node as it is in the model: true or false.
func (p *problem) suppose(e *filter.Expr, model []bool) *filter.Expr {
	switch e.Op {
	case filter.And, filter.Or, filter.Not:
		supposed := &filter.Expr{Op: e.Op}
		for _, operand := range e.Operands {
			supposed.Operands = append(supposed.Operands, p.suppose(operand, model))
		}
		return supposed
	case filter.Equals, filter.Contains, filter.In:
		return e
	}
	if i := p.atoms[atom{raw: filter.Key(e)}]; i > 0 && model[i-1] {
		return &filter.Expr{Op: filter.And}
	}
	return &filter.Expr{Op: filter.Or}
}
