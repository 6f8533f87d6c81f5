package acctest

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// diagnosing are the packages whose diagnostics a user can meet.
var diagnosing = []string{"base", "directory", "endpoint", "filterattr", "header", "notification", "provider", "webhook", "webhooktest"}

// anything stands for what a summary takes from elsewhere, such as a name.
const anything = "…"

var runbookEntry = regexp.MustCompile("(?m)^(?:### |\\| )`([^`]+)`")

// TestRunbook: the runbook has an entry for each summary in the code, and no other.
func TestRunbook(t *testing.T) {
	t.Parallel()
	entries := map[string]bool{}
	for _, entry := range runbookEntry.FindAllStringSubmatch(guidePages(t)["runbook"], -1) {
		if entries[entry[1]] {
			t.Errorf("the runbook has %q twice", entry[1])
		}
		entries[entry[1]] = true
	}
	summaries := summaries(t)
	for _, summary := range slices.Sorted(maps.Keys(summaries)) {
		if !entries[summary] {
			t.Errorf("the runbook has no entry `%s` (%s)", summary, summaries[summary])
		}
	}
	for _, entry := range slices.Sorted(maps.Keys(entries)) {
		if summaries[entry] == "" {
			t.Errorf("the runbook has an entry `%s`, which no diagnostic has", entry)
		}
	}
}

// summaries returns those of all diagnostics, each with a place where it is written.
func summaries(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, pkg := range diagnosing {
		paths, err := filepath.Glob(filepath.Join("..", pkg, "*.go"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: got %d files, %v", pkg, len(paths), err)
		}
		c := collector{files: gotoken.NewFileSet(), found: found}
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(c.files, path, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			c.parsed = append(c.parsed, file)
		}
		c.collect()
	}
	of := func(verb string) string { return "Cannot " + verb + " the " + anything }
	generic := of(anything) // what Kind.AddError says of any verb
	delete(found, generic)
	for summary, place := range found {
		if verb, ok := strings.CutPrefix(summary, "verb:"); ok {
			delete(found, summary)
			found[of(verb)] = place
		}
	}
	for summary := range found { // of which one kind has an error of its own
		if words := strings.SplitN(summary, " ", 4); len(words) == 4 && words[0] == "Cannot" && words[2] == "the" && summary != of(words[1]) && found[of(words[1])] != "" {
			delete(found, summary)
		}
	}
	return found
}

// collector finds the diagnostics of a package.
type collector struct {
	files  *gotoken.FileSet
	parsed []*ast.File
	found  map[string]string
}

func (c *collector) collect() {
	for _, file := range c.parsed {
		for _, declaration := range file.Decls {
			ast.Inspect(declaration, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					c.call(call, declaration)
				}
				return true
			})
		}
	}
}

// call notes the summary of a call that adds a diagnostic, or the verb of one to Kind.AddError.
func (c *collector) call(call *ast.CallExpr, within ast.Node) {
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return
	}
	note := func(texts []string) {
		for _, text := range texts {
			c.found[text] = c.files.Position(call.Pos()).String()
		}
	}
	switch name, n := method.Sel.Name, len(call.Args); {
	case (name == "AddError" || name == "AddWarning") && n == 2:
		note(c.texts(call.Args[0], within))
	case (name == "AddAttributeError" || name == "AddAttributeWarning") && n == 3:
		note(c.texts(call.Args[1], within))
	case name == "AddError" && n == 3:
		for _, verb := range c.texts(call.Args[1], within) {
			if verb != anything {
				note([]string{"verb:" + verb})
			}
		}
	}
}

var verbOfFormat = regexp.MustCompile(`%[-+#.\d\[\]]*[a-z]`)

// texts returns the texts that an expression can be.
func (c *collector) texts(e ast.Expr, within ast.Node) []string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil {
			return []string{text}
		}
	case *ast.BinaryExpr:
		var all []string
		for _, x := range c.texts(e.X, within) {
			for _, y := range c.texts(e.Y, within) {
				all = append(all, x+y)
			}
		}
		return all
	case *ast.CallExpr:
		if f, ok := e.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Sprintf" {
			return []string{verbOfFormat.ReplaceAllString(c.texts(e.Args[0], within)[0], anything)}
		}
	case *ast.Ident:
		if value := c.value(e.Name, within); value != nil {
			return c.texts(value, within)
		}
	case *ast.IndexExpr:
		return c.texts(e.X, within)
	case *ast.CompositeLit:
		var all []string
		for _, element := range e.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				all = append(all, c.texts(pair.Value, within)...)
			}
		}
		return all
	}
	return []string{anything}
}

// value is what a name is given in the function, or at the top of the package.
func (c *collector) value(name string, within ast.Node) (value ast.Expr) {
	parameter := false
	look := func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncType: // one of a function in the function shadows what has the same name
			parameter = parameter || slices.ContainsFunc(n.Params.List, func(f *ast.Field) bool {
				return slices.ContainsFunc(f.Names, func(i *ast.Ident) bool { return i.Name == name })
			})
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if ident, ok := left.(*ast.Ident); ok && ident.Name == name && len(n.Rhs) == len(n.Lhs) {
					value = n.Rhs[i]
				}
			}
		case *ast.ValueSpec:
			for i, ident := range n.Names {
				if ident.Name == name && i < len(n.Values) {
					value = n.Values[i]
				}
			}
		}
		return true
	}
	if ast.Inspect(within, look); parameter {
		return nil
	}
	if value != nil {
		return value
	}
	for _, file := range c.parsed {
		for _, declaration := range file.Decls {
			if general, ok := declaration.(*ast.GenDecl); ok && value == nil {
				ast.Inspect(general, look)
			}
		}
	}
	return value
}
