package worldmesh.peer.core;

import worldmesh.peer.stream.DeltaCodecs;
import worldmesh.peer.stream.DroneCodec;
import worldmesh.peer.stream.DroneCodec.Drone;
import worldmesh.world.component.CommandType;
import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Motion;
import worldmesh.world.component.Owned;
import worldmesh.world.component.Quantized;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.rule.Rules;
import worldmesh.world.sector.SectorId;
import worldmesh.world.summary.SummaryRules;

/** The game the tests play: walk, paint, dig. */
class TestGame {
    @Component("pos")
    @Owned
    @Motion
    record Position(
            @Quantized(0.01) float x, @Quantized(0.01) float y) {}

    @Component("sign")
    record Sign(String text) {}

    @Component("block")
    record Block(int colour) {}

    @Component("vein")
    @Critical record Vein(long gold) {}

    @CommandType("dig")
    record Dig(EntityId vein, long amount) {}

    Schema schema() {
        return Schema.of(Position.class, Block.class, Sign.class, Vein.class, Dig.class, Drone.class);
    }

    DeltaCodecs deltas() {
        return new DeltaCodecs().add(Drone.class, new DroneCodec());
    }

    SummaryRules summaries() {
        return new SummaryRules();
    }

    RuleBook rules() {
        return Rules.builder()
                .on(Dig.class, (dig, view) -> {
                    Vein vein = view.get(dig.vein(), Vein.class);
                    long left = vein == null ? 100 : vein.gold();
                    return left < dig.amount()
                            ? Decision.reject("the vein is empty")
                            : Decision.accept(new Effect.Set(dig.vein(), new Vein(left - dig.amount())));
                })
                .build();
    }

    SectorMap sectors() {
        SectorMap sectors = new SectorMap();
        sectors.add(Position.class, p -> SectorId.containing(p.x(), p.y()));
        return sectors;
    }
}
