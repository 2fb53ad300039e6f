package worldmesh.peer.core;

import worldmesh.peer.port.ReceiptSink;
import worldmesh.peer.port.WorldStore;
import worldmesh.peer.stream.DeltaCodecs;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.component.Schema;
import worldmesh.world.replica.ReplicaLimits;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.summary.SummaryRules;
import worldmesh.world.trust.OwnershipCheck;

/**
 * What a local world is made of.
 *
 * @param schema the components and commands
 * @param rules what commands are predicted by, and decided by if this peer holds the authority
 * @param sectors where entities and commands belong
 * @param signer this peer's key
 * @param verifier checks everybody's signatures
 * @param store keeps the world
 * @param receipts keeps what the authority acknowledged
 * @param name this player's name
 * @param ownership who may write owned cells; a seam for planted bugs
 * @param limits what the replica retains; older history is caught up with by snapshot
 * @param deltas the motion components that are streamed as differences, and how
 * @param summaries what those far away are told of components
 */
public record WorldParts(
        Schema schema,
        RuleBook rules,
        SectorMap sectors,
        Signer signer,
        SignatureVerifier verifier,
        WorldStore store,
        ReceiptSink receipts,
        String name,
        OwnershipCheck ownership,
        ReplicaLimits limits,
        DeltaCodecs deltas,
        SummaryRules summaries) {
    /** Parts without rules for summaries. */
    public WorldParts(
            Schema schema,
            RuleBook rules,
            SectorMap sectors,
            Signer signer,
            SignatureVerifier verifier,
            WorldStore store,
            ReceiptSink receipts,
            String name,
            OwnershipCheck ownership,
            ReplicaLimits limits,
            DeltaCodecs deltas) {
        this(
                schema,
                rules,
                sectors,
                signer,
                verifier,
                store,
                receipts,
                name,
                ownership,
                limits,
                deltas,
                new SummaryRules());
    }

    /** Parts without differences. */
    public WorldParts(
            Schema schema,
            RuleBook rules,
            SectorMap sectors,
            Signer signer,
            SignatureVerifier verifier,
            WorldStore store,
            ReceiptSink receipts,
            String name,
            OwnershipCheck ownership,
            ReplicaLimits limits) {
        this(schema, rules, sectors, signer, verifier, store, receipts, name, ownership, limits, new DeltaCodecs());
    }

    /** Parts with the usual limits. */
    public WorldParts(
            Schema schema,
            RuleBook rules,
            SectorMap sectors,
            Signer signer,
            SignatureVerifier verifier,
            WorldStore store,
            ReceiptSink receipts,
            String name,
            OwnershipCheck ownership) {
        this(schema, rules, sectors, signer, verifier, store, receipts, name, ownership, ReplicaLimits.DEFAULT);
    }

    /** Parts with the strict rule of ownership. */
    public WorldParts(
            Schema schema,
            RuleBook rules,
            SectorMap sectors,
            Signer signer,
            SignatureVerifier verifier,
            WorldStore store,
            ReceiptSink receipts,
            String name) {
        this(schema, rules, sectors, signer, verifier, store, receipts, name, OwnershipCheck.STRICT);
    }
}
