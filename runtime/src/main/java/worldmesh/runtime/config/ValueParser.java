package worldmesh.runtime.config;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Turns the text of one key into the type of its record component, or says why not. */
final class ValueParser {
    private ValueParser() {}

    /** What {@code type} holds, in words. */
    static String typeName(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> word((Enum<?>) constant))
                    .collect(Collectors.joining("|"));
        }
        return switch (type.getName()) {
            case "boolean" -> "boolean";
            case "byte", "short", "int", "long" -> "integer";
            case "float", "double" -> "number";
            case "java.lang.String" -> "text";
            case "java.nio.file.Path" -> "path";
            case "java.util.List" -> "list of text";
            default -> throw new IllegalStateException("a configuration record cannot hold " + type.getName());
        };
    }

    /** The allowed range of {@code key} as {@code 1..65535}, or an empty text. */
    static String range(Key key) {
        boolean low = key.min() != Long.MIN_VALUE;
        boolean high = key.max() != Long.MAX_VALUE;
        if (!low && !high) {
            return "";
        }
        return (low ? key.min() : "") + ".." + (high ? key.max() : "");
    }

    static Object parse(RecordComponent component, ConfigKey key, String text) {
        Class<?> type = component.getType();
        if (type.isEnum()) {
            return constant(type, key, text);
        }
        return switch (type.getName()) {
            case "boolean" -> bool(key, text);
            case "byte" -> (byte) integer(component, key, text);
            case "short" -> (short) integer(component, key, text);
            case "int" -> Math.toIntExact(integer(component, key, text));
            case "long" -> integer(component, key, text);
            case "float" -> (float) number(component, key, text);
            case "double" -> number(component, key, text);
            case "java.nio.file.Path" -> Path.of(text);
            case "java.util.List" -> list(text);
            default -> text;
        };
    }

    private static Object constant(Class<?> type, ConfigKey key, String text) {
        for (Object constant : type.getEnumConstants()) {
            if (word((Enum<?>) constant).equals(text.toLowerCase(Locale.ROOT))) {
                return constant;
            }
        }
        throw refused(key, text, "must be one of " + key.type().replace("|", ", "));
    }

    private static boolean bool(ConfigKey key, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(key, text, "must be true or false");
        };
    }

    private static long integer(RecordComponent component, ConfigKey key, String text) {
        Key limits = component.getAnnotation(Key.class);
        long widest = widest(component.getType());
        long min = Math.max(limits == null ? Long.MIN_VALUE : limits.min(), -widest - 1);
        long max = Math.min(limits == null ? Long.MAX_VALUE : limits.max(), widest);
        String rule = "must be a whole number within " + min + ".." + max;
        long value;
        try {
            value = Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException e) {
            throw refused(key, text, rule);
        }
        if (value < min || value > max) {
            throw refused(key, text, rule);
        }
        return value;
    }

    private static long widest(Class<?> type) {
        return switch (type.getName()) {
            case "byte" -> Byte.MAX_VALUE;
            case "short" -> Short.MAX_VALUE;
            case "int" -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
    }

    private static double number(RecordComponent component, ConfigKey key, String text) {
        Key limits = component.getAnnotation(Key.class);
        String rule = "must be a number" + (key.allowed().isEmpty() ? "" : " within " + key.allowed());
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw refused(key, text, rule);
        }
        if (limits != null && (Double.isNaN(value) || value < limits.min() || value > limits.max())) {
            throw refused(key, text, rule);
        }
        return value;
    }

    private static List<String> list(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static ConfigException refused(ConfigKey key, String text, String rule) {
        String fallback = key.defaultText();
        String wayOut = fallback == null ? "correct it" : "correct it or remove the line for the default " + fallback;
        return new ConfigException(
                key.name() + " is " + (text.isEmpty() ? "empty" : text) + ", " + rule + "; " + wayOut);
    }
}
