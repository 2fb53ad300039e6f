package worldmesh.samples.demo;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Opens a page in the person's browser where there is a screen; does nothing where there is none. */
final class Browser {
    private Browser() {}

    static void show(String url) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        boolean screen = System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
        if (system.contains("mac")) {
            launch(List.of("open", url));
        } else if (system.contains("win")) {
            launch(List.of("rundll32", "url.dll,FileProtocolHandler", url));
        } else if (screen) {
            launch(List.of("xdg-open", url));
        }
    }

    private static void launch(List<String> command) {
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // The address is on the screen: the person opens it by hand.
            return;
        }
    }
}
