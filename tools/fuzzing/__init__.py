"""Bad input for the gateway: made by seed, sent as bytes, judged by the contract."""
