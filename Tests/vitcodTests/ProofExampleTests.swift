import Hardware
import Testing

/// A level that goes up and down by one.
final class Level: Module {
  let up = input(.bit)
  let down = input(.bit)
  let level = output(.unsigned(4))
  let value = register(.unsigned(4), reset: 0)
  let ups = ghost(register(.unsigned(8), reset: 0, "steps up so far"))
  let downs = ghost(register(.unsigned(8), reset: 0, "steps down so far"))
  let last: Int

  /// - Parameter last: the level that is claimed to be the highest.
  init(last: Int = 9) { self.last = last }

  var moduleName: String { "level" }

  var documentation: Documentation { Documentation("A level from 0 to 9.") }

  var body: Behavior {
    when(up && value != 9) {
      value <== value &+ 1
      ups <== ups &+ 1
    }
    .elseWhen(down && value != 0) {
      value <== value &- 1
      downs <== downs &+ 1
    }
    level <== value

    assume("OneAtATime", !(up && down))
    claim("InRange", value <= .number(last), "the level never exceeds \(last)")
    claim("OneStep", isStable(value) || value == past(value) &+ 1 || past(value) == value &+ 1)
    let difference = ghost(wire("difference", ups &- downs))
    claim("Counted", difference == value.extended(to: 8), "the level is what went up and not down")
    cover("DownFromTop", fell(up) && past(value) == .number(last))
  }
}

@Test func levelIsProved() async throws {
  let result = try await prove(elaborate(Level()))
  #expect(result == .proved, "\(result)")
}
