package worldmesh.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.discovery.Discovery;
import worldmesh.mesh.discovery.Place;

class PartySearchTest {
    private static final class Way implements Discovery {
        final List<Place> places = new ArrayList<>();
        final boolean several;
        boolean closed;

        Way(boolean several) {
            this.several = several;
        }

        @Override
        public List<Place> places() {
            return places;
        }

        @Override
        public boolean isOfSeveral() {
            return several;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static Place place(int port, byte @Nullable [] world) {
        var addresses = List.of(new InetSocketAddress("192.0.2.1", port));
        return world == null ? Place.of(addresses, null) : new Place(addresses, null, world, new byte[0]);
    }

    private static byte[] world(int number) {
        byte[] id = new byte[32];
        id[0] = (byte) number;
        return id;
    }

    @Test
    void tellsEachPlaceOnceAndThoseThatComeLater() {
        Way way = new Way(false);
        PartySearch search = new PartySearch(List.of(way));
        assertFalse(search.findsSome());
        way.places.add(place(1, null));
        way.places.add(place(2, null));

        assertEquals(way.places.get(0), search.next(null));
        assertEquals(way.places.get(1), search.next(null));
        assertNull(search.next(null));
        way.places.add(place(3, null));
        assertEquals(way.places.get(2), search.next(null));
    }

    @Test
    void ofSeveralPartiesOneIsChosen() {
        Way lan = new Way(true);
        lan.places.add(place(1, world(1)));
        lan.places.add(place(2, world(2)));
        PartySearch search = new PartySearch(List.of(lan));

        assertEquals(lan.places.get(1), search.next(world(2)));

        assertTrue(lan.closed);
        assertNull(search.next(world(2)));
        assertTrue(search.findsSome());
    }

    @Test
    void placesOfAnotherWorldAreNotTried() {
        Way way = new Way(false);
        way.places.add(place(1, world(1)));
        way.places.add(place(2, null));
        PartySearch search = new PartySearch(List.of(way));

        assertEquals(way.places.get(1), search.next(world(2)));
        assertNull(search.next(world(2)));
    }

    @Test
    void numberOfPlacesIsBounded() {
        Way way = new Way(false);
        for (int port = 1; port <= 200; port++) {
            way.places.add(place(port, null));
        }
        PartySearch search = new PartySearch(List.of(way));
        int told = 0;
        while (search.next(null) != null) {
            told++;
        }

        assertEquals(PartySearch.PLACES_MAX, told);
    }
}
