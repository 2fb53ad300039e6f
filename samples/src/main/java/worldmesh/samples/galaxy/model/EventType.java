package worldmesh.samples.galaxy.model;

/** The kinds of combat event; the order is the wire's. */
public enum EventType {
    /** A unit's hull came to nothing. */
    UnitDestroyed,
    /** Many fight in one sector. */
    MassiveBattle,
    /** A deposit has another holder. */
    ResourceCapture,
    /** The last part of a base fell. */
    BaseDestroyed
}
