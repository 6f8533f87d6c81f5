// Floor is a provider for benchmarks that shows how little a plan can take: it responds to each call with what it was sent, without
// looking into it. First, as a relay in front of the real provider, it notes the schema and what each call takes there.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"os"
	"strings"

	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
)

// The environment says what to do: be a relay in front of a program, and where the notes of one are.
const (
	envProvider = "SODA_FLOOR_PROVIDER"
	envNotes    = "SODA_FLOOR_NOTES"
)

// largest is that of a message, as plugin-go has it.
const largest = 256 << 20

// responder responds to a call, by the last part of its method's name.
type responder interface {
	respond(ctx context.Context, method string, request message) (message, error)
}

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	if program := os.Getenv(envProvider); program != "" {
		r, err := startRelay(program)
		if err != nil {
			return err
		}
		serve(r)
		return r.end(os.Getenv(envNotes))
	}
	raw, err := os.ReadFile(os.Getenv(envNotes))
	if err != nil {
		return err
	}
	var notes Notes
	if err := json.Unmarshal(raw, &notes); err != nil {
		return err
	}
	serve(echo(notes))
	return nil
}

// serve serves until the CLI ends it.
func serve(r responder) {
	plugin.Serve(&plugin.ServeConfig{
		HandshakeConfig: plugin.HandshakeConfig{
			ProtocolVersion: 6, MagicCookieKey: "TF_PLUGIN_MAGIC_COOKIE",
			MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		},
		Plugins: plugin.PluginSet{"provider": service{}},
		GRPCServer: func(options []grpc.ServerOption) *grpc.Server {
			return grpc.NewServer(append(options, grpc.MaxRecvMsgSize(largest), grpc.MaxSendMsgSize(largest),
				grpc.ForceServerCodec(codec{}), grpc.UnknownServiceHandler(handler(r)))...)
		},
	})
}

func handler(r responder) grpc.StreamHandler {
	return func(_ any, stream grpc.ServerStream) error {
		name, _ := grpc.MethodFromServerStream(stream)
		var request message
		if err := stream.RecvMsg(&request); err != nil {
			return err
		}
		response, err := r.respond(stream.Context(), name[strings.LastIndex(name, "/")+1:], request)
		if err != nil {
			return err
		}
		return stream.SendMsg(&response)
	}
}

// service offers nothing: all its calls go to the handler.
type service struct {
	plugin.NetRPCUnsupportedPlugin
}

func (service) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error { return nil }

func (service) GRPCClient(context.Context, *plugin.GRPCBroker, *grpc.ClientConn) (any, error) {
	return nil, errors.New("this is no client")
}

// message is the encoded form of a call's request or response.
type message []byte

// codec passes messages of the protocol on as they are; go-plugin has some of its own.
type codec struct{}

func (codec) Name() string { return "proto" }

func (codec) Marshal(v any) ([]byte, error) {
	if m, ok := v.(*message); ok {
		return *m, nil
	}
	return proto.Marshal(v.(proto.Message))
}

func (codec) Unmarshal(data []byte, v any) error {
	if m, ok := v.(*message); ok {
		*m = append(message(nil), data...)
		return nil
	}
	return proto.Unmarshal(data, v.(proto.Message))
}
