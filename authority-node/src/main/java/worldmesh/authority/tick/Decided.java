package worldmesh.authority.tick;

import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.Verdict;

/** A judged command with its applied effects as bytes. */
@SuppressWarnings("ArrayRecordComponent")
public record Decided(CommandEnvelope envelope, Verdict verdict, byte[] effects) {}
