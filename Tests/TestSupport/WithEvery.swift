import Testing

/// Runs `body` for every element of `values`; a failure names the element.
public func withEvery<Values: Sequence>(
  _ name: String, in values: Values, _ body: (Values.Element) throws -> Void
) rethrows {
  for value in values {
    try withKnownContext("\(name) = \(value)") { try body(value) }
  }
}

/// What the loops around the running code stand at, for messages: `left = 3, right = 8`.
public var currentContext: String { Context.parts.joined(separator: ", ") }

private enum Context {
  @TaskLocal static var parts: [String] = []
}

private func withKnownContext(_ part: String, _ body: () throws -> Void) rethrows {
  try Context.$parts.withValue(Context.parts + [part], operation: body)
}
