package dev.weir;

/**
 * Who may connect to a port: the security descriptor of FltCreateCommunicationPort, as a file has it. FLT_PORT_CONNECT is the right to write; root may always.
 *
 * <p>Users and groups are names, or numbers written as text. Who can't reach the service's folder of ports can't connect either: of a service that is not root's that is everybody else, unless its user opens it.
 *
 * @param owner a user; empty for the service's own
 * @param group a group; empty for the service's own
 * @param mode nine bits as of chmod(1), such as 0660
 */
public record PortSecurity(String owner, String group, int mode) {
    /** Nobody but the service's own user and root (FltBuildDefaultSecurityDescriptor). */
    public static final PortSecurity DEFAULT = new PortSecurity("", "", 0600);

    /** Everybody. */
    public static final PortSecurity EVERYBODY = new PortSecurity("", "", 0666);

    /** The service's own user, root, and the members of a group. */
    public static PortSecurity ofGroup(String group) {
        return new PortSecurity("", group, 0660);
    }
}
