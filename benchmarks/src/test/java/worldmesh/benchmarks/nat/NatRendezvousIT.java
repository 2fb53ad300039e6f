package worldmesh.benchmarks.nat;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import worldmesh.testkit.lab.NatLab;

/** Parties none of whose members is in reach of another: a node that all reach is where they meet. */
@Timeout(300)
class NatRendezvousIT {
    private static final long MEET_MILLIS = 60_000;

    /** The player at {@code host} founds a party that is met at a rendezvous at {@code node}; its invitation. */
    private static String found(NatParty party, String host, String node) {
        party.meetAt(party.serve(node));
        String invitation = party.host(host);
        assertTrue(invitation.contains("?node="), invitation);
        return invitation;
    }

    @Test
    void twoPlayersBehindTwoHomeRoutersMeetAtANodeAndGoOnDirectly() {
        try (NatLab lab = NatParty.lab("natv", "m=open", "a=port-restricted", "b=port-restricted");
                NatParty party = new NatParty(lab)) {
            String invitation = found(party, "a1", "m1");

            party.join("b1", invitation, "");

            assertTrue(party.awaitMeeting("a1", "b1", MEET_MILLIS), party::logs);
            assertTrue(party.awaitWay("a1", "b1", "direct", MEET_MILLIS), party::logs);
        }
    }

    @Test
    void playersWithoutUdpPlayOverTheNode() {
        try (NatLab lab = NatParty.lab("natw", "m=open", "a=udp-blocked", "b=udp-blocked");
                NatParty party = new NatParty(lab)) {
            String invitation = found(party, "a1", "m1");

            party.join("b1", invitation, "");

            assertTrue(party.awaitMeeting("a1", "b1", MEET_MILLIS), party::logs);
            assertTrue(party.awaitWay("a1", "b1", "relayed", MEET_MILLIS), party::logs);
        }
    }

    @Test
    void threePlayersWhomNobodyReachesBecomeAPartyOfDirectLinks() {
        try (NatLab lab = NatParty.lab("natx", "m=open", "a=port-restricted", "b=restricted-cone", "c=full-cone");
                NatParty party = new NatParty(lab)) {
            String invitation = found(party, "a1", "m1");

            party.join("b1", invitation, "");
            party.join("c1", invitation, "");

            assertTrue(party.awaitWay("a1", "b1", "direct", MEET_MILLIS), party::logs);
            assertTrue(party.awaitWay("a1", "c1", "direct", MEET_MILLIS), party::logs);
            assertTrue(party.awaitWay("b1", "c1", "direct", MEET_MILLIS), party::logs);
        }
    }

    @Test
    void linkGoesOnOverTheNodeWhileNoUdpPassesAndBackAfterwards() {
        try (NatLab lab = NatParty.lab("naty", "m=open", "a=port-restricted", "b=full-cone");
                NatParty party = new NatParty(lab)) {
            String invitation = found(party, "a1", "m1");
            party.join("b1", invitation, "");
            assertTrue(party.awaitWay("a1", "b1", "direct", MEET_MILLIS), party::logs);

            lab.output("a1", "nft", "add table ip deaf");
            lab.output("a1", "nft", "add chain ip deaf in { type filter hook input priority 0 ; }");
            lab.output("a1", "nft", "add rule ip deaf in iif eth0 meta l4proto udp drop");
            assertTrue(party.awaitWay("a1", "b1", "relayed", MEET_MILLIS), party::logs);

            lab.output("a1", "nft", "delete table ip deaf");
            assertTrue(party.awaitWay("a1", "b1", "direct", MEET_MILLIS), party::logs);
        }
    }
}
