package worldmesh.peer.port;

import worldmesh.runtime.identity.Signer;
import worldmesh.world.replica.Replica;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.trust.Grant;

/**
 * What an authority works with.
 *
 * @param store where its effects become durable
 * @param replica the state it judges by and publishes through; shared with the session, same thread
 * @param rules the pure rules of the game
 * @param signer signs ticks; its peer holds the grant
 * @param grant the tenure it answers under
 * @param out takes its answers
 */
public record AuthorityContext(
        WorldStore store, Replica replica, RuleBook rules, Signer signer, Grant grant, AuthorityOutbox out) {}
