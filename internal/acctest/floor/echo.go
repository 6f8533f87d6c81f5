package main

import (
	"context"

	"google.golang.org/protobuf/encoding/protowire"
)

// echo responds with what it was sent.
type echo Notes

// field puts a field of a request into a field of its response.
type field struct{ from, to protowire.Number }

// echoed are the calls whose responses are not empty, with the fields as tfplugin6.proto numbers them.
var echoed = map[string][]field{
	"ReadResource":       {{2, 1}, {3, 3}, {6, 5}}, // the state, the private state and the identity
	"PlanResourceChange": {{3, 1}, {5, 3}, {8, 7}}, // what is proposed, the private state and the identity
}

func (e echo) respond(_ context.Context, method string, request message) (message, error) {
	if known, ok := e.Schema[method]; ok {
		return known, nil
	}
	sent := fields(request)
	var response message
	switch method {
	case "UpgradeResourceState": // JSON, the first field, is the second of a value
		return put(nil, 1, put(nil, 2, fields(sent[3])[1])), nil
	case "UpgradeResourceIdentity": // a value again, in an identity
		return put(nil, 1, put(nil, 1, put(nil, 2, fields(sent[3])[1]))), nil
	}
	for _, f := range echoed[method] {
		if value, ok := sent[f.from]; ok {
			response = put(response, f.to, value)
		}
	}
	return response, nil
}

// fields are those of a message that hold bytes, by number.
func fields(m message) map[protowire.Number]message {
	found := map[protowire.Number]message{}
	for len(m) > 0 {
		number, kind, n := protowire.ConsumeTag(m)
		if n < 0 {
			break
		}
		m = m[n:]
		if kind == protowire.BytesType {
			found[number], _ = protowire.ConsumeBytes(m)
		}
		if n = protowire.ConsumeFieldValue(number, kind, m); n < 0 {
			break
		}
		m = m[n:]
	}
	return found
}

func put(m message, number protowire.Number, value message) message {
	return protowire.AppendBytes(protowire.AppendTag(m, number, protowire.BytesType), value)
}
