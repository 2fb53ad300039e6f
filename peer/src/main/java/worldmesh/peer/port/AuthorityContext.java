package worldmesh.peer.port;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.replica.Replica;
import worldmesh.world.rule.RuleBook;

/**
 * What an authority works with.
 *
 * @param store where its effects become durable
 * @param replica the state it judges by, shared with the session on the same thread; another one after a rollback
 * @param rules the pure rules of the game
 * @param signer this peer's key: signs ticks, votes and grants
 * @param verifier checks everybody's signatures
 * @param random draws ids that were never drawn before
 * @param logEntriesKept how many of the newest entries of its log stay on the disk, for whom they are to be told to
 * @param cuts how soon what all members have is settled
 * @param out takes what it has to say
 */
public record AuthorityContext(
        WorldStore store,
        Supplier<Replica> replica,
        RuleBook rules,
        Signer signer,
        SignatureVerifier verifier,
        LongSupplier random,
        int logEntriesKept,
        CutPace cuts,
        AuthorityOutbox out) {}
