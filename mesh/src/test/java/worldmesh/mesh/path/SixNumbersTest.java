package worldmesh.mesh.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class SixNumbersTest {
    private final SixNumbers numbers = new SixNumbers(2);

    private static InetAddress host(int last) {
        return new InetSocketAddress("2001:db8::" + last, 0).getAddress();
    }

    @Test
    void hostKeepsItsNumber() {
        int one = numbers.number(host(1));

        assertNotEquals(one, numbers.number(host(2)));
        assertEquals(one, numbers.number(host(1)));
        assertEquals(host(1), numbers.host(one));
    }

    @Test
    void whoWasNotSpokenOfForTheLongestIsForgottenAndItsNumberNotGivenAgain() {
        int one = numbers.number(host(1));
        int two = numbers.number(host(2));
        numbers.host(one);
        int three = numbers.number(host(3));

        assertEquals(host(1), numbers.host(one));
        assertNull(numbers.host(two));
        assertNotEquals(two, three);
        assertNotEquals(two, numbers.number(host(2)));
    }
}
