// Package text compares text that people and programs typed: names, values of filters and headers, look-ups. Terraform
// normalizes every string to Unicode's form NFC and other tools do not, so "é" may be stored as one code point or as two;
// both look the same and have to count as the same. What is sent or kept is left as it came.
package text

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// NFC returns s in normalization form C, the form that all texts which look the same share: a key for maps and sorting.
func NFC(s string) string { return norm.NFC.String(s) }

// Same reports whether a and b are the same text. Case counts.
func Same(a, b string) bool { return a == b || NFC(a) == NFC(b) }

// Name returns the key that names share which are the same to a reader: in NFC, without space around it. Case counts.
func Name(s string) string { return strings.TrimSpace(NFC(s)) }

// SameName reports whether a and b are the same name.
func SameName(a, b string) bool { return Name(a) == Name(b) }

// Ambiguous reports whether s has several normal forms, so that who searches for it byte by byte may miss it.
func Ambiguous(s string) bool { return norm.NFC.String(s) != norm.NFD.String(s) }

// Fold returns the key that all texts share which differ in case only: lower case, in NFC.
func Fold(s string) string { return NFC(strings.ToLower(NFC(s))) }
