import Basics
import TensorFiles

/// The sentence of the refusal that a closure throws, or what happened instead.
func refusal(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "nothing was refused"
  } catch let refusal as Refusal {
    return refusal.description
  } catch {
    return "not a refusal: \(error)"
  }
}

/// A small tensor of each type, of bits that are not all alike.
func tensorOfEachType() throws -> [String: Tensor] {
  var tensors: [String: Tensor] = [:]
  for type in ElementType.allCases {
    let bytes = (0..<6 * type.size).map { UInt8($0 % 2) }
    tensors["a.\(type.rawValue)"] = try Tensor(elementType: type, shape: [2, 1, 3], bytes: bytes)
  }
  return tensors
}
