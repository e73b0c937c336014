"""The official report as a document that a director can sign: drawn from the message alone."""
