package worldmesh.world.rule;

/** Decides a command against the world as it is. Pure: the same command, view and tick give the same decision. */
@FunctionalInterface
public interface Rule<C extends Record> {
    /** Accepts the command with its effects or rejects it with a reason for the player. */
    Decision decide(C command, RuleView view);
}
