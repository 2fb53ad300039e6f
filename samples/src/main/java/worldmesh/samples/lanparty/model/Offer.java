package worldmesh.samples.lanparty.model;

import worldmesh.world.component.CommandType;

/** Puts something into an offer that anybody may accept. */
@CommandType("offer")
public record Offer(Asset give, long giveAmount, Asset want, long wantAmount) {}
