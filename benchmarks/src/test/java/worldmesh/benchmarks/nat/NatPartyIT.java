package worldmesh.benchmarks.nat;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import worldmesh.testkit.lab.NatLab;

/** Parties over the Internet of a laboratory: one member in reach of all, the others behind routers. */
@Timeout(300)
class NatPartyIT {
    private static final long MEET_MILLIS = 60_000;

    @Test
    void membersBehindTwoSymmetricNatsMeetThroughTheOneInReachOfBoth() {
        try (NatLab lab = NatParty.lab("natr", "m=open", "a=symmetric", "b=symmetric");
                NatParty party = new NatParty(lab)) {
            String invitation = party.host("m1");
            party.join("a1", invitation, "");
            party.join("b1", invitation, "");

            assertTrue(party.awaitMeeting("a1", "b1", MEET_MILLIS), party::logs);
            assertTrue(party.await(MEET_MILLIS, () -> party.way("a1", "b1").equals("relayed")), party::logs);
            assertTrue(party.await(MEET_MILLIS, () -> party.way("a1", "m1").equals("direct")), party::logs);
        }
    }

    @Test
    void pairThatWasKeptApartGoesDirectAsSoonAsItCan() {
        try (NatLab lab = NatParty.lab("natu", "m=open", "a=port-restricted", "b=port-restricted");
                NatParty party = new NatParty(lab)) {
            String invitation = party.host("m1");
            lab.output("a1", "nft", "add table ip apart");
            lab.output("a1", "nft", "add chain ip apart in { type filter hook input priority 0 ; }");
            lab.output(
                    "a1",
                    "nft",
                    "add rule ip apart in iif eth0 ip saddr != " + lab.address("m1") + " meta l4proto udp drop");
            party.join("a1", invitation, "");
            party.join("b1", invitation, "");
            assertTrue(party.awaitWay("a1", "b1", "relayed", MEET_MILLIS), party::logs);

            lab.output("a1", "nft", "delete table ip apart");
            assertTrue(party.awaitWay("a1", "b1", "direct", MEET_MILLIS), party::logs);
        }
    }

    @Test
    void memberWithoutUdpJoinsThroughAServerOverTls() {
        String server = "turns:198.18.0.10:443";
        try (NatLab lab = NatParty.lab("natt", "m=open", "a=udp-blocked", "b=symmetric");
                NatParty party = new NatParty(lab)) {
            String invitation = party.host("m1");
            party.join("b1", invitation, "");
            party.joinWithServers("a1", invitation, server);

            assertTrue(party.awaitMeeting("a1", "m1", MEET_MILLIS), party::logs);
            assertTrue(party.await(MEET_MILLIS, () -> party.way("a1", "m1").equals("relayed")), party::logs);
            assertTrue(party.awaitMeeting("a1", "b1", MEET_MILLIS), party::logs);
        }
    }

    @Test
    void membersWithIpv6OnlyAndWithBothFamiliesMeet() {
        try (NatLab lab = NatParty.lab("nats", "m=open,ip=46", "d=port-restricted,ip=46", "s=port-restrictedx2,ip=6");
                NatParty party = new NatParty(lab)) {
            String invitation = party.host("m1", String.join(",", lab.addresses("m1")));
            // Only by IPv4: what members see of it, those with IPv6 alone cannot reach.
            party.join("d1", invitation.replaceFirst(",[^/]*:([0-9]+/)", ":$1"), "");
            party.join("s1", invitation, "");
            party.join("s2", invitation, "");

            assertTrue(party.awaitMeeting("d1", "s1", MEET_MILLIS), party::logs);
            assertTrue(party.awaitMeeting("d1", "s2", MEET_MILLIS), party::logs);
            assertTrue(party.awaitMeeting("s1", "s2", MEET_MILLIS), party::logs);
            // They may have met through the member first, which is at an address of the other family.
            assertTrue(
                    party.await(MEET_MILLIS, () -> party.place("d1", "s1").startsWith("[")),
                    () -> party.place("d1", "s1"));
        }
    }
}
