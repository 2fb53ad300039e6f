package worldmesh.testkit.crypto;

import worldmesh.mesh.crypto.KeyAgreement;

/** A key agreement that both sides come to, and whoever listens: the sum of the shares. */
@SuppressWarnings("ArrayRecordComponent")
record SimulatedAgreement(byte[] own) implements KeyAgreement {
    @Override
    public byte[] share() {
        return own.clone();
    }

    @Override
    public byte[] agree(byte[] theirs) {
        byte[] sum = new byte[SHARE_BYTES];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (byte) (own[i] + theirs[i]);
        }
        return sum;
    }

    @Override
    public void wipe() {
        java.util.Arrays.fill(own, (byte) 0);
    }
}
