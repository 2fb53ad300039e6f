package worldmesh.mesh.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortForecastTest {
    private static final String NAT = "198.51.100.9";

    private static List<InetSocketAddress> seen(int... ports) {
        return Arrays.stream(ports)
                .mapToObj(port -> new InetSocketAddress(NAT, port))
                .toList();
    }

    private static PortForecast forecast(int... ports) {
        PortForecast forecast = PortForecast.of(seen(ports));
        assertNotNull(forecast);
        return forecast;
    }

    private static List<Integer> ports(PortForecast forecast, boolean down, boolean fewer) {
        return forecast.places(down, fewer).stream()
                .map(InetSocketAddress::getPort)
                .toList();
    }

    @Test
    void natThatCountsUpIsFollowedAndWhatItGaveJustBeforeIsTriedLast() {
        assertEquals(
                List.of(5_004, 5_005, 5_006, 5_007, 5_008, 5_009, 5_010, 5_011, 5_012, 4_999, 4_998, 4_997),
                ports(forecast(5_000, 5_001, 5_002, 5_003), false, false));
    }

    @Test
    void natThatCountsDownByTwoIsFollowedToo() {
        assertEquals(
                List.of(4_992, 4_990, 4_988),
                ports(forecast(5_000, 4_998, 4_996, 4_994), false, false).subList(0, 3));
    }

    @Test
    void portThatSomebodyElseTookInBetweenIsNoOtherStep() {
        assertEquals(4, forecast(5_000, 5_004, 5_012, 5_016).step());
    }

    @Test
    void natsThatDrawOrKeepPortsAreNotFollowed() {
        assertNull(PortForecast.of(seen(5_000, 5_000, 5_001, 5_001)), "one port for all");
        assertNull(PortForecast.of(seen(5_000, 5_001, 5_000, 5_001)), "back and forth");
        assertNull(PortForecast.of(seen(5_000, 5_003, 5_005, 5_008)), "no step");
        assertNull(PortForecast.of(seen(5_000, 5_100, 5_200, 5_300)), "too far apart");
        assertNull(PortForecast.of(seen(5_000, 5_001)), "too few");
        List<InetSocketAddress> two = new ArrayList<>(seen(5_000, 5_001, 5_002));
        two.add(new InetSocketAddress("198.51.100.10", 5_003));
        assertNull(PortForecast.of(two), "two addresses");
        SplittableRandom random = new SplittableRandom(1);
        long guessed = IntStream.range(0, 100_000)
                .filter(any -> PortForecast.of(seen(
                                random.nextInt(1_024, 65_536),
                                random.nextInt(1_024, 65_536),
                                random.nextInt(1_024, 65_536),
                                random.nextInt(1_024, 65_536)))
                        != null)
                .count();
        assertEquals(0, guessed);
    }

    @Test
    void portsThatThereAreNotAreNotTold() {
        assertEquals(List.of(65_535, 65_531, 65_530, 65_529), ports(forecast(65_532, 65_533, 65_534), false, false));
        assertTrue(ports(forecast(1_026, 1_025, 1_024), false, false).stream().allMatch(port -> port >= 1_024));
    }

    /** Each side used up to three ports between its questions and its checks; who is sent to must send back there. */
    @Test
    void twoNatsThatCountMeetInHalfOfAllCasesWhereTheyCountTowardsEachOther() {
        PortForecast one = forecast(5_000, 5_001, 5_002, 5_003);
        PortForecast other = forecast(7_000, 7_001, 7_002, 7_003);
        for (boolean fewer : new boolean[] {true, false}) {
            int met = 0;
            for (int usedOne = 0; usedOne <= 3; usedOne++) {
                for (int usedOther = 0; usedOther <= 3; usedOther++) {
                    met += meet(
                                    sends(5_004 + usedOne, ports(other, true, fewer)),
                                    sends(7_004 + usedOther, ports(one, false, fewer)))
                            ? 1
                            : 0;
                }
            }
            assertEquals(8, met);
        }
    }

    /** What goes out: from the ports the NAT gives, to those in the list; both in the order of sending. */
    private static List<int[]> sends(int firstPort, List<Integer> targets) {
        return IntStream.range(0, targets.size())
                .mapToObj(i -> new int[] {firstPort + i, targets.get(i)})
                .toList();
    }

    private static boolean meet(List<int[]> one, List<int[]> other) {
        return one.stream().anyMatch(sent -> other.stream().anyMatch(back -> sent[0] == back[1] && sent[1] == back[0]));
    }
}
