package worldmesh.benchmarks.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import worldmesh.testkit.lab.NatLab;

/**
 * Eight players behind one router, in a party with two outside; then what happens to routers, cables, laptops and
 * programs. One laboratory for all, since ten JVMs take their time to start.
 */
@Timeout(300)
class NatHouseholdIT {
    private static final long PATIENCE_MILLIS = 60_000;
    private static final List<String> HOME =
            IntStream.rangeClosed(1, 8).mapToObj(number -> "a" + number).toList();
    private static final List<String> AWAY = List.of("m1", "b1");
    private static final String NEW_ADDRESS = "198.18.7.7";

    /** Of the router's table: the port outside, the host and port inside. */
    private static final Pattern MAPPING =
            Pattern.compile("(\\d+)(?: timeout \\S+)?(?: expires \\S+)? : ([\\d.]+) \\. (\\d+)");

    private record Scene(NatLab lab, NatParty party, String invitation) {
        void await(BooleanSupplier condition, String what) {
            assertTrue(party.await(PATIENCE_MILLIS, condition), () -> what + "\n" + party.logs());
        }

        void awaitAllHearing(String one, List<String> others, String after) {
            for (String other : others) {
                await(
                        () -> one.equals(other) || (party.hears(one, other) && party.hears(other, one)),
                        one + " and " + other + " do not hear each other after " + after);
            }
        }
    }

    @Test
    void eightPlayersBehindOneRouterMeetThoseOutsideAndOutliveWhatHappensToThem() {
        try (NatLab lab = NatParty.lab("nath", "m=open", "a=port-restrictedx8", "b=port-restricted");
                NatParty party = new NatParty(lab)) {
            String invitation = party.host("m1");
            Stream.concat(HOME.stream(), Stream.of("b1")).forEach(host -> party.join(host, invitation, ""));
            Scene scene = new Scene(lab, party, invitation);
            allMeet(scene);
            eachTakesOnePortOfTheRouter(scene);
            routerComesBackAtAnotherAddress(scene);
            laptopMovesToAnotherNetwork(scene);
            cableIsCut(scene);
            programIsStartedAgain(scene);
        }
    }

    private static void allMeet(Scene scene) {
        List<String> all = new ArrayList<>(HOME);
        all.addAll(AWAY);
        for (String one : all) {
            scene.awaitAllHearing(one, all, "all have joined");
        }
        NatParty party = scene.party;
        for (String one : HOME) {
            for (String other : HOME) {
                // Their router does not turn back what is sent to its own address: only the LAN is left.
                String lan = scene.lab.address(other) + ":";
                scene.await(
                        () -> one.equals(other) || party.place(one, other).startsWith(lan),
                        one + " reaches " + other + " at " + party.place(one, other));
            }
            for (String other : AWAY) {
                scene.await(
                        () -> party.way(one, other).equals("direct"), one + " does not reach " + other + " directly");
            }
        }
    }

    private static void eachTakesOnePortOfTheRouter(Scene scene) {
        String table = scene.lab.atRouter("a", "nft", "list map ip natlab eim");
        List<String> hosts = MAPPING.matcher(table)
                .results()
                .map(mapping -> mapping.group(2))
                .sorted()
                .toList();
        List<String> expected = HOME.stream().map(scene.lab::address).sorted().collect(Collectors.toList());

        assertEquals(expected, hosts, table);
        assertEquals(8, new TreeSet<>(hosts).size());
    }

    private static void routerComesBackAtAnotherAddress(Scene scene) {
        scene.lab.reboot("a", NEW_ADDRESS);
        for (String one : HOME) {
            scene.await(
                    () -> scene.party.place("m1", one).startsWith(NEW_ADDRESS + ":"),
                    "m1 still has " + one + " at " + scene.party.place("m1", one));
            scene.awaitAllHearing(one, AWAY, "the router came back");
        }
    }

    private static void laptopMovesToAnotherNetwork(Scene scene) {
        String address = scene.lab.roam("a8", "b");
        scene.await(
                () -> scene.party.place("b1", "a8").startsWith(address + ":"),
                "b1 has a8 at " + scene.party.place("b1", "a8") + " and not at " + address);
        scene.awaitAllHearing("a8", HOME, "it moved");
        scene.awaitAllHearing("a8", AWAY, "it moved");
    }

    private static void cableIsCut(Scene scene) {
        int before = scene.party.silences("m1", "a7");
        scene.lab.link("a7", false);
        scene.await(() -> scene.party.silences("m1", "a7") > before, "nobody notices that a7 is gone");
        scene.lab.link("a7", true);
        scene.awaitAllHearing("a7", HOME, "its cable was plugged in again");
        scene.awaitAllHearing("a7", AWAY, "its cable was plugged in again");
    }

    private static void programIsStartedAgain(Scene scene) {
        int before = scene.party.silences("m1", "a6");
        scene.party.kill("a6");
        scene.await(() -> scene.party.silences("m1", "a6") > before, "nobody notices that a6 is gone");
        scene.party.join("a6", scene.invitation, "");
        scene.awaitAllHearing("a6", HOME, "it was started again");
        scene.awaitAllHearing("a6", AWAY, "it was started again");
    }
}
