package worldmesh.samples.hybrid.check;

import java.util.Arrays;

/** Times by small numbers, in as little memory as they take: millions of them are read. */
final class Times {
    private long[] times = new long[0];
    private int end;

    void putIfAbsent(int number, long nanos) {
        if (number >= times.length) {
            int before = times.length;
            times = Arrays.copyOf(times, Math.max(number + 1, before * 2));
            Arrays.fill(times, before, times.length, Life.NEVER);
        }
        if (times[number] == Life.NEVER) {
            times[number] = nanos;
        }
        end = Math.max(end, number + 1);
    }

    long at(int number) {
        return number < end ? times[number] : Life.NEVER;
    }

    boolean has(int number) {
        return at(number) != Life.NEVER;
    }

    /** One more than the highest number. */
    int end() {
        return end;
    }

    /** The lowest number, or {@link #end} if there is none. */
    int first() {
        int number = 0;
        while (number < end && !has(number)) {
            number++;
        }
        return number;
    }
}
