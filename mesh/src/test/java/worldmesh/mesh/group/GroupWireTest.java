package worldmesh.mesh.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jgroups.BytesMessage;
import org.jgroups.Message;
import org.jgroups.View;
import org.jgroups.ViewId;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.Util;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.membership.PartyId;
import worldmesh.runtime.identity.PeerId;

/** The bytes of a party's frames, as docs/wire-mesh.md has them and as they must stay. */
class GroupWireTest {
    private static final PeerId ONE = PeerId.ofBytes(filled(1));
    private static final PeerId TWO = PeerId.ofBytes(filled(2));
    private static final PartyId PARTY = PartyId.ofBytes(filled(0xA0));
    private static final GroupAddress FIRST = new GroupAddress(ONE, 0x1112131415161718L);
    private static final GroupAddress SECOND = new GroupAddress(TWO, 0x2122232425262728L);

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static View view() {
        return new View(new ViewId(SECOND, 7), List.of(FIRST, SECOND));
    }

    private static Map<String, byte[]> ours() throws IOException {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("group-join", GroupFrame.encode(GroupFrame.Kind.GROUP, PARTY, joinRequest()));
        all.put("probe", GroupFrame.encode(GroupFrame.Kind.PROBE, PARTY, ONE.bytes()));
        all.put("heard", GroupFrame.encode(GroupFrame.Kind.HEARD, PARTY, ONE.bytes()));
        all.put("notice", GroupFrame.encode(GroupFrame.Kind.NOTICE, PARTY, GroupFrame.encode(view())));
        all.put("evicted", GroupFrame.encode(GroupFrame.Kind.EVICTED, PARTY, new byte[0]));
        all.put("leaving", GroupFrame.encode(GroupFrame.Kind.LEAVING, PARTY, new byte[0]));
        all.put("newcomer", GroupFrame.encode(GroupFrame.Kind.NOTICE, PARTY, new byte[0]));
        return all;
    }

    private static byte[] joinRequest() throws IOException {
        short gms = new GMS().getId();
        Message message = new BytesMessage(FIRST)
                .setSrc(SECOND)
                .setFlag(Message.Flag.OOB)
                .putHeader(gms, new GMS.GmsHeader(GMS.GmsHeader.JOIN_REQ, SECOND));
        ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(256);
        Util.writeMessage(message, out, false);
        return Arrays.copyOf(out.buffer(), out.position());
    }

    @Test
    void bytesAreThoseOfTheGoldenFile() throws IOException {
        MeshTransport.registerTypes();
        StringBuilder lines = new StringBuilder();
        ours().forEach((name, bytes) -> lines.append(name)
                .append(' ')
                .append(HexFormat.of().formatHex(bytes))
                .append('\n'));

        try (InputStream golden = GroupWireTest.class.getResourceAsStream("/wire/party.txt")) {
            assertNotNull(golden);
            assertEquals(new String(golden.readAllBytes(), StandardCharsets.US_ASCII), lines.toString());
        }
    }

    @Test
    void framesAreReadBackAndTruncatedNoticesRefused() throws IOException {
        MeshTransport.registerTypes();
        byte[] notice = Objects.requireNonNull(ours().get("notice"));
        GroupFrame read = GroupFrame.decode(notice, PARTY);

        assertNotNull(read);
        assertEquals(view(), read.view());
        for (int length = GroupFrame.HEADER_BYTES; length < notice.length; length++) {
            GroupFrame cut = GroupFrame.decode(Arrays.copyOf(notice, length), PARTY);
            assertNotNull(cut);
            assertNull(cut.view(), "length " + length);
        }
        byte[] join = Objects.requireNonNull(ours().get("group-join"));
        byte[] body = Arrays.copyOfRange(join, GroupFrame.HEADER_BYTES, join.length);
        Message message = new MessageGate(MeshDiscovery.ID).read(body, TWO);
        assertNotNull(message);
        assertEquals(SECOND, message.getSrc());
        assertEquals(FIRST, message.getDest());
    }
}
