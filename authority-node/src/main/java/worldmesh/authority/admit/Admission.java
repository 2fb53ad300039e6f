package worldmesh.authority.admit;

import worldmesh.world.command.Receipt;

/** What the gate says to a command. */
public sealed interface Admission {
    /** Judge this command. */
    record Judge(Record command) implements Admission {}

    /** Answered before: send this again. */
    record Answered(Receipt receipt) implements Admission {}

    /** Refuse with this reason. */
    record Refused(Refusal kind, String reason) implements Admission {}

    /** Say nothing: over the rate of answers. */
    record Silent(Refusal kind) implements Admission {}
}
