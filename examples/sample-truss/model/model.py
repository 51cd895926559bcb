class Model:
    def __init__(self, **kwargs):
        self._token = kwargs["secrets"]["hf_access_token"]

    def predict(self, request):
        return request
