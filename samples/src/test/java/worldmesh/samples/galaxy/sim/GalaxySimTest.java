package worldmesh.samples.galaxy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import worldmesh.samples.galaxy.event.Participants;
import worldmesh.samples.galaxy.model.Capture;
import worldmesh.samples.galaxy.model.CombatEvent;
import worldmesh.samples.galaxy.model.Commons;
import worldmesh.samples.galaxy.model.Deposit;
import worldmesh.samples.galaxy.model.EventType;
import worldmesh.samples.galaxy.model.Fire;
import worldmesh.samples.galaxy.model.Hull;
import worldmesh.samples.galaxy.model.PowerUp;
import worldmesh.samples.galaxy.model.Shots;
import worldmesh.samples.galaxy.model.Take;
import worldmesh.samples.galaxy.model.Terrain;
import worldmesh.samples.galaxy.model.Unit;
import worldmesh.samples.galaxy.model.UnitState;
import worldmesh.samples.galaxy.model.War;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** What three write at once over a network that loses, repeats, reorders and parts, ends right. */
class GalaxySimTest {
    private static final double FRAME_METRES = 10 * 0.02;

    /** The seeds of every run; -Dgalaxy.seeds=N takes more. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("galaxy.seeds", 3));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aVehicleThatThreeDriveEndsWhereOneOfThemPutItAndIsDrawnSmoothly(long seed) {
        Galaxy galaxy = Galaxy.begun(seed, 3);
        EntityId vehicle = galaxy.peers.get(0).world.spawn(null, Unit.at(500, 500));
        galaxy.run(1_000);
        Set<Unit> written = new HashSet<>(List.of(Unit.at(500, 500)));
        int refused = 0;
        double longestStep = 0;
        double[] before = {500, 500, 500};
        for (int frame = 0; frame < 450; frame++) {
            for (SimPeer driver : galaxy.peers) {
                refused += drive(driver, vehicle, written) ? 0 : 1;
            }
            if (frame % 150 == 100) {
                SimPeer owner = galaxy.peers.get(frame / 150);
                owner.world.transfer(
                        vehicle, galaxy.peers.get((frame / 150 + 1) % 3).world.self());
            }
            if (frame == 300) {
                galaxy.network.assignSide(Galaxy.address(2), 1);
            }
            galaxy.run(20);
            for (SimPeer peer : galaxy.peers) {
                double x = peer.drawn(vehicle, Unit.class).x();
                longestStep = frame < 300 ? Math.max(longestStep, Math.abs(x - before[peer.index])) : longestStep;
                before[peer.index] = x;
            }
        }
        galaxy.network.heal();
        galaxy.settle();

        Unit end = galaxy.peers.get(0).confirmed(vehicle, Unit.class);
        assertTrue(written.contains(end), end + " was never written");
        galaxy.peers.forEach(peer -> assertEquals(end, peer.drawn(vehicle, Unit.class)));
        assertTrue(refused > 300, "others than the owner wrote");
        assertTrue(longestStep <= 5 * FRAME_METRES, "drawn " + longestStep + " m further in one frame");
    }

    /** A step by whoever owns it: anybody else is refused. */
    private static boolean drive(SimPeer driver, EntityId vehicle, Set<Unit> written) {
        Unit here = driver.world.editable(vehicle, Unit.class);
        if (here == null) {
            return false;
        }
        Unit there = new Unit(
                Math.round((here.x() + FRAME_METRES) * 100) * 0.01,
                here.y(),
                100,
                UnitState.MOVING.code(),
                Unit.NO_TARGET,
                "");
        try {
            driver.world.put(vehicle, there);
            written.add(there);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shotsOfThreeAtOneUnitHitAsOftenAsTheyWereAccepted(long seed) {
        Galaxy galaxy = Galaxy.begun(seed, 4);
        SimPeer victim = galaxy.peers.get(3);
        EntityId target = victim.unit(500, 500);
        List<EntityId> guns = new ArrayList<>();
        galaxy.peers.subList(0, 3).forEach(peer -> guns.add(peer.unit(505 + peer.index, 500)));
        List<EntityId> all = new ArrayList<>(guns);
        all.add(target);
        awaitHulls(galaxy, all);
        galaxy.partWhile(galaxy.peers.get(1), 1_500, () -> fireOnce(galaxy, guns, target));
        galaxy.settle();

        int accepted = galaxy.peers.stream().mapToInt(peer -> peer.accepted).sum();
        assertEquals(3, accepted);
        galaxy.peers.forEach(peer -> assertEquals(
                Hull.FULL - 20 * accepted, peer.confirmed(target, Hull.class).health()));
        assertEquals(accepted, hits(galaxy));
    }

    /** Everybody knows that all may act, and has its answers. */
    private static void awaitHulls(Galaxy galaxy, List<EntityId> units) {
        galaxy.until(
                "hulls",
                () -> galaxy.peers.stream()
                        .allMatch(peer -> peer.session.unansweredCommands() == 0
                                && units.stream().allMatch(peer::hasHull)));
        galaxy.peers.forEach(peer -> peer.accepted = 0);
    }

    private static void fireOnce(Galaxy galaxy, List<EntityId> guns, EntityId target) {
        for (int i = 0; i < 3; i++) {
            galaxy.peers.get(i).submit(new Fire(guns.get(i), target));
        }
    }

    private static long hits(Galaxy galaxy) {
        War war = galaxy.peers.get(0).war();
        return war == null ? -1 : war.hits();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPowerUpThatThreeTakeAtOnceIsTakenOnce(long seed) {
        Galaxy galaxy = Galaxy.begun(seed, 3);
        EntityId powerUp = galaxy.peers.get(0).first(PowerUp.class);
        PowerUp place = galaxy.peers.get(0).confirmed(powerUp, PowerUp.class);
        List<EntityId> units = new ArrayList<>();
        galaxy.peers.forEach(peer -> units.add(peer.unit(place.x(), place.y() + peer.index)));
        awaitHulls(galaxy, units);
        galaxy.partWhile(
                galaxy.peers.get(2),
                1_000,
                () -> galaxy.peers.forEach(peer -> peer.submit(new Take(units.get(peer.index), powerUp))));
        galaxy.settle();

        assertEquals(1, galaxy.peers.stream().mapToInt(peer -> peer.accepted).sum());
        galaxy.peers.forEach(peer -> assertTrue(!peer.world.exists(powerUp)));
        War war = galaxy.peers.get(1).war();
        assertEquals(1, war == null ? -1 : war.taken());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void editsOfTheGroundAreAllKeptAndShotsOfAllCounted(long seed) {
        Galaxy galaxy = Galaxy.begun(seed, 3);
        galaxy.run(500);
        EntityId commons = galaxy.peers.get(0).first(Commons.class);
        galaxy.partWhile(galaxy.peers.get(1), 0, () -> {
            for (int i = 0; i < 40; i++) {
                for (SimPeer peer : galaxy.peers) {
                    peer.world.paint(commons, Terrain.class, 3 * i + peer.index, 1, 1 + peer.index);
                    peer.world.paint(commons, Terrain.class, 4_000, 1, 1 + peer.index);
                    peer.world.add(commons, Shots.class, i + peer.index);
                }
                galaxy.run(40);
            }
        });
        galaxy.settle();

        for (SimPeer peer : galaxy.peers) {
            Terrain ground = peer.confirmed(commons, Terrain.class);
            for (int tile = 0; tile < 120; tile++) {
                assertEquals(1 + tile % 3, ground.tiles().at(tile), "tile " + tile);
            }
            assertTrue(ground.tiles().at(4_000) >= 1 && ground.tiles().at(4_000) <= 3);
            assertEquals(3 * 780 + 40 * 3, peer.confirmed(commons, Shots.class).count());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyGameHearsEveryEventOnceInOrderAndALateJoinerNothingOld(long seed) {
        Galaxy galaxy = Galaxy.begun(seed, 3);
        EntityId deposit = galaxy.peers.get(0).first(Deposit.class);
        Deposit place = galaxy.peers.get(0).confirmed(deposit, Deposit.class);
        List<EntityId> units = new ArrayList<>();
        galaxy.peers.forEach(peer -> units.add(peer.unit(place.x(), place.y() + peer.index)));
        awaitHulls(galaxy, units);
        captures(galaxy, units, deposit, 10);
        SimPeer late = galaxy.join();
        galaxy.until("the late one", () -> late.knows(3) && late.war() != null);
        int before = galaxy.peers.get(0).heard.size();
        galaxy.partWhile(galaxy.peers.get(1), 500, () -> captures(galaxy, units, deposit, 10));
        captures(galaxy, units, deposit, 10);
        galaxy.settle();

        List<CombatEvent> all = galaxy.peers.get(0).heard;
        for (int i = 0; i < all.size(); i++) {
            assertEquals(i + 1, all.get(i).number());
            assertEquals(EventType.ResourceCapture, all.get(i).type());
            assertEquals(
                    deposit, Participants.parse(all.get(i).participants()).ids().get(0));
        }
        assertTrue(all.size() > before && before > 3, before + " of " + all.size());
        assertEquals(all, galaxy.peers.get(1).heard);
        assertEquals(all, galaxy.peers.get(2).heard);
        assertEquals(all.subList(all.size() - late.heard.size(), all.size()), late.heard);
        assertTrue(late.heard.size() >= all.size() - before && late.heard.size() < all.size());
        assertEquals(
                all.size(),
                galaxy.peers.get(2).confirmed(deposit, Deposit.class).captures());
        assertThrows(
                IllegalArgumentException.class,
                () -> late.world.spawn(
                        SectorId.ORIGIN, new CombatEvent(SectorId.ORIGIN, EventType.ResourceCapture, "", 1, 99)));
    }

    private static void captures(Galaxy galaxy, List<EntityId> units, EntityId deposit, int rounds) {
        for (int i = 0; i < rounds; i++) {
            for (int seat = 0; seat < units.size(); seat++) {
                galaxy.peers.get(seat).submit(new Capture(units.get(seat), deposit));
            }
            galaxy.run(100);
        }
    }
}
