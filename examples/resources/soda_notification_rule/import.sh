terraform import soda_notification_rule.adopted 4e7d1a65-c3f2-4980-8b5a-f60e9d7c0001
