package routes

import (
	"encoding/xml"
	"io"
	"strings"
)

type junitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	Failure *junitFailure `xml:"failure"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// WriteJUnit writes the results as JUnit's XML, which CI systems show.
func WriteJUnit(w io.Writer, results []Result) error {
	suite := junitSuite{Name: "soda-routes", Tests: len(results)}
	for _, r := range results {
		c := junitCase{Name: r.Case.Name, Class: "routes"}
		if c.Name == "" {
			c.Name = r.Case.place
		}
		if len(r.Failures) > 0 {
			suite.Failures++
			c.Failure = &junitFailure{r.Failures[0], strings.Join(r.Failures, "\n")}
		}
		suite.Cases = append(suite.Cases, c)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(suite)
}
