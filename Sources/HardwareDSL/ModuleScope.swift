import HardwareIR

/// Where a signal belongs: one module object in the tree of instances.
final class ModuleScope {
  let moduleName: String
  let instanceName: String
  /// The instance's place, if it is an element of an array.
  let element: ElementName?
  private(set) weak var parent: ModuleScope?
  /// Where the parent's body first drives or reads the module.
  var firstUse: SourceLocation?
  private let module: ObjectIdentifier
  /// The objects that the tree has so far.
  private let objects: Objects

  private final class Objects {
    var seen: Set<ObjectIdentifier> = []
    /// Signals and memories that a property holds in a way that gives them no name.
    var hidden: Set<ObjectIdentifier> = []
  }

  init(
    of module: any Module, moduleName: String, instanceName: String, element: ElementName?,
    parent: ModuleScope?
  ) {
    self.module = ObjectIdentifier(module)
    objects = parent?.objects ?? Objects()
    objects.seen.insert(self.module)
    self.moduleName = moduleName
    self.instanceName = instanceName
    self.element = element
    self.parent = parent
  }

  /// What the wire of a port of this instance is called in the parent, if nothing is in its way.
  func nameInParent(of port: Signal) -> String { "\(instanceName)_\(port.stem)" }

  /// What the wire of a port of this instance is in the parent, if it is an element of an array.
  func elementInParent(of port: Signal) -> ElementName? {
    .wire(to: port.stem, port.element, of: instanceName, element)
  }

  /// Whether this is the scope of `object` or lies inside it.
  func isWithin(_ object: any Module) -> Bool {
    module == ObjectIdentifier(object) || parent?.isWithin(object) == true
  }

  /// Whether `object` is stored somewhere in the tree already.
  func holds(_ object: any Module) -> Bool { objects.seen.contains(ObjectIdentifier(object)) }

  /// Notes what is reported where it is held, so that no use of it is reported as well.
  func hide(_ hardware: HiddenHardware) {
    objects.hidden.formUnion(hardware.signals.map { ObjectIdentifier($0) })
    objects.hidden.formUnion(hardware.memories.map { ObjectIdentifier($0) })
  }

  /// Whether a signal or a memory is held somewhere in the tree in a way that gives it no name.
  func hides(_ object: AnyObject) -> Bool { objects.hidden.contains(ObjectIdentifier(object)) }

  var hidden: Set<ObjectIdentifier> { objects.hidden }
}
