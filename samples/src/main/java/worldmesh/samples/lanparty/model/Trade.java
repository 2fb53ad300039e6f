package worldmesh.samples.lanparty.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Range;
import worldmesh.world.entity.EntityId;

/** An open offer: what it gives lies in its own account until somebody accepts or its maker takes it back. */
@Component("trade")
@Critical public record Trade(
        EntityId maker,
        Asset give,
        @Range(min = 0, max = 1e9) long giveAmount,
        Asset want,
        @Range(min = 0, max = 1e9) long wantAmount) {}
