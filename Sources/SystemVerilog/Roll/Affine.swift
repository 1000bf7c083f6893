/// A number that depends on the variables of the loops around: `64*i + 8`.
struct Affine: Hashable {
  struct Term: Hashable {
    /// The loop's height: 0 for a loop without loops inside.
    var variable: Int
    var coefficient: Int
  }

  var constant: Int
  /// The outermost loop first; no coefficient is 0.
  private(set) var terms: [Term] = []

  init(_ constant: Int) { self.constant = constant }

  /// The number that has `values[i]` where the variable is `i`; nil if there is none.
  init?(through values: [Affine], _ variable: Int) {
    guard values.count >= 2, values.allSatisfy({ $0.terms == values[0].terms }) else { return nil }
    let step = values[1].constant - values[0].constant
    for (before, after) in zip(values, values.dropFirst())
    where after.constant - before.constant != step { return nil }
    self = values[0]
    if step != 0 { terms.insert(Term(variable: variable, coefficient: step), at: 0) }
  }

  var isConstant: Bool { terms.isEmpty }

  /// Whether this is the variable itself.
  func isVariable(_ variable: Int) -> Bool {
    constant == 0 && terms == [Term(variable: variable, coefficient: 1)]
  }

  func coefficient(of variable: Int) -> Int {
    terms.first { $0.variable == variable }?.coefficient ?? 0
  }

  /// The number where the variables have values, given by their heights.
  func value(_ values: [Int: Int]) -> Int {
    terms.reduce(constant) { $0 + $1.coefficient * (values[$1.variable] ?? 0) }
  }

  /// The number where the variable is 0.
  func without(_ variable: Int) -> Affine {
    var result = self
    result.terms.removeAll { $0.variable == variable }
    return result
  }

  /// The same number where the variable counts from `start` instead of 0.
  func counted(_ variable: Int, from start: Int) -> Affine {
    var result = self
    result.constant -= coefficient(of: variable) * start
    return result
  }

  static func + (left: Affine, right: Int) -> Affine {
    var result = left
    result.constant += right
    return result
  }

  static func + (left: Affine, right: Affine) -> Affine {
    var result = left + right.constant
    for term in right.terms {
      if let index = result.terms.firstIndex(where: { $0.variable == term.variable }) {
        result.terms[index].coefficient += term.coefficient
      } else {
        result.terms.append(term)
      }
    }
    result.terms.removeAll { $0.coefficient == 0 }
    result.terms.sort { $0.variable > $1.variable }
    return result
  }

  static func * (left: Affine, right: Int) -> Affine {
    var result = Affine(left.constant * right)
    guard right != 0 else { return result }
    result.terms = left.terms.map {
      Term(variable: $0.variable, coefficient: $0.coefficient * right)
    }
    return result
  }

  /// As SystemVerilog writes it.
  ///
  /// - Parameter names: those of the loops' variables, by height.
  func text(_ names: [Int: String]) -> String {
    var text = ""
    for term in terms {
      let name = names[term.variable] ?? "i"
      let size = abs(term.coefficient)
      let sign = term.coefficient < 0 ? (text.isEmpty ? "-" : " - ") : (text.isEmpty ? "" : " + ")
      text += sign + (size == 1 ? name : "\(size)*\(name)")
    }
    if text.isEmpty { return "\(constant)" }
    return constant == 0 ? text : text + (constant < 0 ? " - \(-constant)" : " + \(constant)")
  }
}
