package worldmesh.authority.tick;

import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.Verdict;

/**
 * A judged command with its applied effects and what its rule was told of cells that are not CRITICAL, both as bytes.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Decided(CommandEnvelope envelope, Verdict verdict, byte[] effects, byte[] reads) {}
