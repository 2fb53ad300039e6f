package worldmesh.testkit.netsim;

import java.util.Map;
import worldmesh.testkit.net.LinkShape;

/** Reads what a line does from the words of a command line, the same as those of {@code natlab shape}. Stateless. */
public final class LineText {
    private static final Map<String, Double> NANOS = Map.of("ns", 1.0, "us", 1e3, "ms", 1e6, "", 1e6, "s", 1e9);
    private static final Map<String, Double> BITS = Map.of("bit", 1.0, "", 1.0, "kbit", 1e3, "mbit", 1e6, "gbit", 1e9);
    private static final double PERCENT = 100;

    private LineText() {}

    /** The shape {@code base} with what {@code words} say: {@code delay=40ms,loss=1%}; nothing if there are none. */
    public static LinkShape change(LinkShape base, String words) {
        LinkShape shape = base;
        for (String word : words.isBlank() ? new String[0] : words.split(",")) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("'" + word + "' must be NAME=VALUE, for example delay=40ms");
            }
            shape = change(
                    shape,
                    word.substring(0, equals).strip(),
                    word.substring(equals + 1).strip());
        }
        return shape;
    }

    /** The shape {@code base} with one property changed. */
    public static LinkShape change(LinkShape base, String name, String value) {
        return switch (name) {
            case "delay" -> base.withDelay(nanos(name, value), base.jitterNanos());
            case "jitter" -> base.withDelay(base.delayNanos(), nanos(name, value));
            case "loss" -> base.withLoss(share(name, value), base.burstMean());
            case "burst" -> base.withLoss(base.lossShare(), number(name, value, ""));
            case "duplicate" -> base.withDuplicates(share(name, value));
            case "reorder" -> base.withReorder(share(name, value), base.reorderNanos());
            case "reorder-delay" -> base.withReorder(base.reorderShare(), nanos(name, value));
            case "rate" -> base.withRate(bits(name, value), base.queueNanos());
            case "queue" -> base.withRate(base.bitsPerSecond(), nanos(name, value));
            default ->
                throw new IllegalArgumentException("a line has no '" + name
                        + "'; it has delay, jitter, loss, burst, duplicate, reorder, reorder-delay, rate and queue");
        };
    }

    private static long nanos(String name, String text) {
        String unit = unit(text);
        Double factor = NANOS.get(unit);
        if (factor == null) {
            throw new IllegalArgumentException(name + " is '" + text + "', must be a time as 40ms, 500us or 1s");
        }
        return (long) (number(name, text, unit) * factor);
    }

    private static long bits(String name, String text) {
        String unit = unit(text);
        Double factor = BITS.get(unit);
        if (factor == null) {
            throw new IllegalArgumentException(
                    name + " is '" + text + "', must be bits per second as 512kbit or 10mbit");
        }
        return (long) (number(name, text, unit) * factor);
    }

    private static double share(String name, String text) {
        String unit = unit(text);
        double percent = number(name, text, unit);
        if (!(unit.isEmpty() || unit.equals("%")) || percent > PERCENT) {
            throw new IllegalArgumentException(name + " is '" + text + "', must be percent within 0..100");
        }
        return percent / PERCENT;
    }

    private static String unit(String text) {
        int at = text.length();
        while (at > 0 && !Character.isDigit(text.charAt(at - 1)) && text.charAt(at - 1) != '.') {
            at--;
        }
        return text.substring(at);
    }

    private static double number(String name, String text, String unit) {
        String digits = text.substring(0, text.length() - unit.length());
        if (!digits.matches("[0-9]{1,12}(\\.[0-9]{1,9})?")) {
            throw new IllegalArgumentException(name + " is '" + text + "', must begin with a number");
        }
        return Double.parseDouble(digits);
    }
}
