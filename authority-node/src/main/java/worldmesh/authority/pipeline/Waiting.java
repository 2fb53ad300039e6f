package worldmesh.authority.pipeline;

import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandEnvelope;

/** A command between its arrival and its answer. */
record Waiting(PeerId from, CommandEnvelope envelope, Record command) {}
