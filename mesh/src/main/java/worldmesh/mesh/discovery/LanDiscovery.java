package worldmesh.mesh.discovery;

import java.util.List;
import java.util.Optional;
import worldmesh.mesh.lan.LanBrowser;

/** What is announced on the local network. */
final class LanDiscovery implements Discovery {
    private final LanBrowser browser;

    LanDiscovery(LanBrowser browser) {
        this.browser = browser;
    }

    @Override
    public List<Place> places() {
        return browser.sightings().stream()
                .map(sighting -> new Place(
                        sighting.addresses(),
                        sighting.announcement().key().peer(),
                        sighting.announcement().world(),
                        new byte[0]))
                .toList();
    }

    @Override
    public boolean isOfSeveral() {
        return true;
    }

    @Override
    public Optional<String> hint() {
        return browser.hint();
    }

    @Override
    public void close() {
        browser.close();
    }
}
