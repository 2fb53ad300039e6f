package worldmesh.world.crdt.sequence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Fugue as the paper has it: a tree with a node for each unit, walked anew for each look. */
@NullUnmarked // an unexpected null fails the test anyway
final class PlainFugue {
    private record Id(Author author, int counter) {}

    private static final class Node {
        final @Nullable Id id;
        final char unit;
        final List<Node> left = new ArrayList<>();
        final List<Node> right = new ArrayList<>();

        Node(@Nullable Id id, char unit) {
            this.id = id;
            this.unit = unit;
        }
    }

    private record Late(Id id, char unit, @Nullable Id parent, boolean left) {}

    private final Map<Id, Node> nodes = new HashMap<>();
    private final Set<Id> deleted = new HashSet<>();
    private final List<Late> late = new ArrayList<>();
    private final Map<Author, Integer> written = new HashMap<>();
    private Node root = new Node(null, ' ');

    void take(EditLog log) {
        log.play(
                0,
                (by, at, text, range) -> insert(
                        by,
                        at.author(),
                        at.counter(),
                        at.left(),
                        text.part(range.from(), range.to()).toString()),
                this::delete);
    }

    private void insert(Author author, @Nullable Author parent, int counter, boolean left, CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            int mine = written.merge(author, 1, Integer::sum) - 1;
            Id above = i > 0 ? new Id(author, mine - 1) : parent == null ? null : new Id(parent, counter);
            late.add(new Late(new Id(author, mine), text.charAt(i), above, i == 0 && left));
        }
        boolean more = true;
        while (more) {
            more = late.removeIf(this::hang);
        }
    }

    private boolean hang(Late each) {
        Node parent = each.parent() == null ? root : nodes.get(each.parent());
        if (parent == null) {
            return false;
        }
        Node node = new Node(each.id(), each.unit());
        nodes.put(each.id(), node);
        List<Node> side = each.left() ? parent.left : parent.right;
        side.add(node);
        side.sort((one, other) -> {
            int order = one.id.author().compareTo(other.id.author());
            return order == 0 ? Integer.compare(one.id.counter(), other.id.counter()) : order;
        });
        return true;
    }

    private void delete(Author of, int counter, int count) {
        for (int i = 0; i < count; i++) {
            deleted.add(new Id(of, counter + i));
        }
    }

    void replace(Sequence by) {
        nodes.clear();
        deleted.clear();
        late.clear();
        written.clear();
        root = new Node(null, ' ');
        by.logs().forEach(this::take);
    }

    String text() {
        StringBuilder out = new StringBuilder();
        walk(root, out);
        return out.toString();
    }

    private void walk(Node node, StringBuilder out) {
        node.left.forEach(child -> walk(child, out));
        if (node.id != null && !deleted.contains(node.id)) {
            out.append(node.unit);
        }
        node.right.forEach(child -> walk(child, out));
    }
}
