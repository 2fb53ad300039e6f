package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import worldmesh.world.component.ComponentType;
import worldmesh.world.crdt.sequence.Author;
import worldmesh.world.crdt.sequence.EditLog;
import worldmesh.world.crdt.sequence.Sequence;
import worldmesh.world.crdt.sequence.Units;
import worldmesh.world.entity.EntityId;

/** What one step put into a text or list and deleted of it, unit by unit. Not thread-safe. */
final class UndoText {
    /** Longer pieces are typed one after the other, each of which fits a batch. */
    private static final int MAX_TYPED = 1024;

    private final UndoDoor door;
    private final UndoMemory memory;
    private final EntityId entity;
    private final ComponentType<?> type;
    private final Set<UndoMemory.Unit> typed = new LinkedHashSet<>();
    private final Set<UndoMemory.Unit> deleted = new LinkedHashSet<>();

    /** Where a unit is: the span, how many are seen before it, and the unit in front of it. */
    private record Place(UndoMemory.Unit unit, int span, int rank, boolean seen, EditLog.Parent front) {
        /** True if nothing is between the two, seen or not. */
        boolean goesOn(Place before) {
            return span == before.span && unit.counter() == before.unit.counter() + 1;
        }
    }

    /** Goes through a sequence once. */
    private static final class Search {
        private int spans;
        private int seen;
        private EditLog.Parent front = new EditLog.Parent(null, 0, false);

        EditLog.Parent front(Author author, int first, int counter) {
            return counter == first ? front : new EditLog.Parent(author, counter - 1, false);
        }
    }

    private record Deletion(Author of, int from, int end) {}

    UndoText(UndoDoor door, UndoMemory memory, EntityId entity, ComponentType<?> type) {
        this.door = door;
        this.memory = memory;
        this.entity = entity;
        this.type = type;
    }

    int size() {
        return typed.size() + deleted.size();
    }

    void forget() {
        typed.forEach(memory::release);
        deleted.forEach(memory::release);
    }

    /** Before the edits are made. */
    void note(EditLog log) {
        List<Deletion> deletions = new ArrayList<>();
        log.play(
                0,
                (by, at, text, range) -> {
                    for (int i = range.from(); i < range.to(); i++) {
                        typed.add(unit(log.self(), log.start() + i, text.part(i, i + 1)));
                    }
                },
                (of, counter, count) -> deletions.add(new Deletion(of, counter, counter + count)));
        if (!deletions.isEmpty()) {
            door.text(entity, type).each((author, counter, units, seen) -> {
                for (Deletion deletion : deletions) {
                    if (seen && deletion.of().equals(author)) {
                        noteDeleted(deletion, counter, units);
                    }
                }
            });
        }
    }

    private UndoMemory.Unit unit(Author author, int counter, Units value) {
        return memory.unit(entity, type.id(), author, counter, value);
    }

    private void noteDeleted(Deletion deletion, int counter, Units units) {
        int end = Math.min(deletion.end(), counter + units.length());
        for (int i = Math.max(deletion.from(), counter); i < end; i++) {
            UndoMemory.Unit unit = unit(deletion.of(), i, units.part(i - counter, i - counter + 1));
            if (typed.remove(unit)) {
                // Typed and deleted in one step: as if it had never been.
                memory.release(unit);
                memory.release(unit);
            } else if (!deleted.add(unit)) {
                memory.release(unit);
            }
        }
    }

    /** Deletes what was typed and types what was deleted, or the other way round; true if that did anything. */
    boolean turn(boolean again) {
        boolean cut = delete(again ? deleted : typed);
        boolean pasted = type(again ? typed : deleted);
        return cut || pasted;
    }

    private List<Place> places(Collection<UndoMemory.Unit> units, Sequence text) {
        Map<Author, TreeMap<Integer, UndoMemory.Unit>> wanted = new HashMap<>();
        units.forEach(unit ->
                wanted.computeIfAbsent(unit.author(), key -> new TreeMap<>()).put(unit.counter(), unit));
        List<Place> out = new ArrayList<>();
        Search search = new Search();
        text.each((author, counter, span, seen) -> {
            wanted.getOrDefault(author, new TreeMap<>())
                    .subMap(counter, counter + span.length())
                    .forEach((at, unit) -> out.add(new Place(
                            unit,
                            search.spans,
                            search.seen + (seen ? at - counter : 0),
                            seen,
                            search.front(author, counter, at))));
            search.spans++;
            search.seen += seen ? span.length() : 0;
            search.front = new EditLog.Parent(author, counter + span.length() - 1, false);
        });
        return out;
    }

    private boolean delete(Collection<UndoMemory.Unit> units) {
        List<Place> places = places(units, door.text(entity, type));
        places.removeIf(place -> !place.seen());
        if (!places.isEmpty()) {
            // A plan changes nothing, so all ranks stay.
            door.editText(entity, type, (text, log) -> {
                for (int from = 0; from < places.size(); ) {
                    int end = from + 1;
                    int first = places.get(from).rank();
                    while (end < places.size() && places.get(end).rank() == first + end - from) {
                        end++;
                    }
                    text.planDelete(first, end - from, log);
                    from = end;
                }
            });
        }
        return !places.isEmpty();
    }

    private boolean type(Collection<UndoMemory.Unit> units) {
        Sequence text = door.text(entity, type);
        List<Place> places = places(units, text);
        places.removeIf(Place::seen);
        if (places.isEmpty() || places.size() > room(text)) {
            return false;
        }
        // A plan changes nothing, so all places stay until the piece is typed.
        for (int from = 0; from < places.size(); from += MAX_TYPED) {
            List<Place> piece = places(units(places, from), door.text(entity, type));
            door.editText(entity, type, (now, log) -> type(piece, now, log));
        }
        return true;
    }

    private static int room(Sequence text) {
        int[] room = {Sequence.MAX_UNITS};
        text.each((author, counter, units, seen) -> room[0] -= units.length());
        return room[0];
    }

    private static List<UndoMemory.Unit> units(List<Place> places, int from) {
        return places.subList(from, Math.min(places.size(), from + MAX_TYPED)).stream()
                .map(Place::unit)
                .toList();
    }

    /** Types units again where they were, those side by side at once. */
    private void type(List<Place> places, Sequence text, EditLog log) {
        int from = 0;
        while (from < places.size()) {
            Place first = places.get(from);
            Units units = first.unit().value().fresh();
            units.append(first.unit().value(), 0, 1);
            int end = from + 1;
            while (end < places.size() && places.get(end).goesOn(places.get(end - 1))) {
                units.append(places.get(end++).unit().value(), 0, 1);
            }
            text.planInsertBetween(
                    first.front(), first.unit().author(), first.unit().counter(), units, log);
            from = end;
        }
        for (int i = 0; i < places.size(); i++) {
            memory.typedAgain(places.get(i).unit(), log.self(), log.start() + i);
        }
    }
}
