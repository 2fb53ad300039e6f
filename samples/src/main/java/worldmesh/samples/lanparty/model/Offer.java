package worldmesh.samples.lanparty.model;

import worldmesh.world.component.CommandType;
import worldmesh.world.component.Range;

/** Puts something into an offer that anybody may accept. */
@CommandType("offer")
public record Offer(
        Asset give,
        @Range(min = 0, max = 1e9) long giveAmount,
        Asset want,
        @Range(min = 0, max = 1e9) long wantAmount) {}
