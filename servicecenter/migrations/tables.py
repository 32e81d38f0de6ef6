"""Every table of every area, so that models and migrations can be compared."""

from servicecenter.access import tables as access
from servicecenter.attachments import tables as attachments
from servicecenter.businesses import tables as businesses
from servicecenter.callbacks import tables as callbacks
from servicecenter.calls import tables as calls
from servicecenter.cases import tables as cases
from servicecenter.contacts import tables as contacts
from servicecenter.correspondence import tables as correspondence
from servicecenter.documents import tables as documents
from servicecenter.documents.drafts import tables as drafts
from servicecenter.feedback import tables as feedback
from servicecenter.journal import tables as journal
from servicecenter.knowledgebase import tables as knowledgebase
from servicecenter.messages import tables as messages
from servicecenter.notices import tables as notices
from servicecenter.promises import tables as promises
from servicecenter.telephony import tables as telephony
from servicecenter.telephony.pbx import tables as pbx
from servicecenter.tickets import tables as tickets
from servicecenter.tickets.remarks import tables as remarks

__all__ = [
    "access",
    "attachments",
    "businesses",
    "callbacks",
    "calls",
    "cases",
    "contacts",
    "correspondence",
    "documents",
    "drafts",
    "feedback",
    "journal",
    "knowledgebase",
    "messages",
    "notices",
    "pbx",
    "promises",
    "remarks",
    "telephony",
    "tickets",
]
