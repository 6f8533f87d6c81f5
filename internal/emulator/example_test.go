package emulator_test

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/terraform-provider-soda/terraform-provider-soda/internal/emulator"
)

// A test of your own starts an emulator, lets its code call it, and then looks at what the emulator holds.
func ExampleStart() {
	cloud, err := emulator.Start(emulator.Options{Limits: emulator.LimitsOff})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = cloud.Close() }()

	body := `{"name":"finance","ruleType":"check","recipients":[
		{"type":"email","email":"dq@example.com","triggers":[{"type":"testResultLevel","level":"critical"}]}]}`
	req, err := http.NewRequest(http.MethodPost, cloud.URL+"/api/v1/notificationRules", strings.NewReader(body))
	if err != nil {
		fmt.Println(err)
		return
	}
	req.SetBasicAuth(emulator.DefaultAPIKeyID, emulator.DefaultAPIKeySecret)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = resp.Body.Close() }()

	rule := cloud.Rules()[0]
	fmt.Println(resp.Status, rule.Name, rule.Status, rule.Recipients[0].Email, cloud.Calls("createNotificationRule"))
	// Output: 200 OK finance active dq@example.com 1
}

// Quirks make the emulator differ from the contract; a fault befalls single calls.
func ExampleParseQuirks() {
	quirks, err := emulator.ParseQuirks("list-lag=5s,duplicates")
	if err != nil {
		fmt.Println(err)
		return
	}
	cloud := emulator.New(emulator.Options{Quirks: quirks})
	cloud.FailNext("listNotificationRules", emulator.Fault{Status: 503, Next: 2})
	_, err = emulator.ParseQuirks("duplicate")
	fmt.Println(strings.HasPrefix(err.Error(), `there is no quirk "duplicate"`))
	// Output: true
}
