package event

import "embed"

// Schemas holds a JSON Schema (2020-12) of each event's payload, as schemas/NAME.json, and what they share, as
// schemas/objects.json. People who write receivers find the same files under docs/schemas.
//
//go:embed schemas/*.json
var Schemas embed.FS
