package text_test

import (
	"testing"
	"unicode"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/text"
)

func TestSame(t *testing.T) {
	for name, tc := range map[string]struct {
		a, b string
		want bool
	}{
		"equal":                     {"café", "café", true},
		"composed and decomposed":   {"caf\u00e9", "cafe\u0301", true},
		"several marks, two orders": {"a\u0323\u0302", "a\u0302\u0323", true},
		"Hangul":                    {"\ud55c", "\u1112\u1161\u11ab", true},
		"other letter":              {"cafe", "caf\u00e9", false},
		"other case":                {"Caf\u00e9", "cafe\u0301", false},
		"only compatible":           {"\ufb01n", "fin", false},
		"empty":                     {"", "", true},
		"invalid UTF-8":             {"a\xff", "a\xff", true},
		"invalid and replacement":   {"a\xff", "a\ufffd", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := text.Same(tc.a, tc.b); got != tc.want {
				t.Errorf("Same(%+q, %+q) = %t, want %t", tc.a, tc.b, got, tc.want)
			}
			if got := text.NFC(tc.a) == text.NFC(tc.b); got != tc.want {
				t.Errorf("keys %+q and %+q: equal %t, want %t", text.NFC(tc.a), text.NFC(tc.b), got, tc.want)
			}
		})
	}
}

func TestFold(t *testing.T) {
	for name, tc := range map[string]struct{ a, b string }{
		"case":                   {"Row Count", "row count"},
		"decomposed, upper case": {"CAFE\u0301", "caf\u00e9"},
		"Kelvin":                 {"\u212a", "k"},
	} {
		t.Run(name, func(t *testing.T) {
			if a, b := text.Fold(tc.a), text.Fold(tc.b); a != b {
				t.Errorf("got %+q and %+q, want the same", a, b)
			}
		})
	}
	if text.Fold("a-b") == text.Fold("ab") {
		t.Error("other text folds to the same")
	}
	for r := range rune(unicode.MaxRune + 1) { // what was folded stays as it is
		if once := text.Fold(string(r)); text.Fold(once) != once {
			t.Errorf("%+q folds to %+q and then to %+q", r, once, text.Fold(once))
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"datasetTags", "datasetLabel", "level"}
	for written, want := range map[string]string{
		"dataset_tags": "datasetTags", "datsetTag": "datasetTags", "levle": "level", "Level": "level", "x": "", "owner": "", "": "", //nolint:misspell // that is the point
	} {
		if got := text.Nearest(written, names); got != want {
			t.Errorf("%q: got %q, want %q", written, got, want)
		}
	}
}

func TestName(t *testing.T) {
	for name, tc := range map[string]struct {
		a, b string
		want bool
	}{
		"space around": {" caf\u00e9\n", "cafe\u0301", true},
		"space within": {"a b", "ab", false},
		"other case":   {"A", "a", false},
		"Hangul":       {"\uac00", "\u1100\u1161", true},
		"a compatible": {"\ufb01", "fi", false}, // a ligature is another text
	} {
		if got := text.SameName(tc.a, tc.b); got != tc.want {
			t.Errorf("%s: got %t, want %t", name, got, tc.want)
		}
	}
	for s, want := range map[string]bool{"cafe": false, "caf\u00e9": true, "cafe\u0301": true, "\u65e5\u672c": false, "\uac00": true} {
		if got := text.Ambiguous(s); got != want {
			t.Errorf("%+q is ambiguous: got %t, want %t", s, got, want)
		}
	}
}
